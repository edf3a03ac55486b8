package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberKey;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and locks the rows of members, with their roles, approval groups and workspaces. */
public final class MemberRows {

    /** The columns that {@link #person} reads, of a member with the alias {@code m}. */
    public static final String COLUMNS = """
            m.id, m.name, m.active,
            array(select r.role from member_role r where r.org_id = m.org_id and r.member_id = m.id order by r.role) as roles,
            array(select g.group_name from approval_group_member g
                   where g.org_id = m.org_id and g.member_id = m.id order by g.group_name) as groups,
            case when not m.every_workspace then array(select w.workspace_id from workspace_member w
                   where w.org_id = m.org_id and w.member_id = m.id order by w.workspace_id) end as workspaces
            """;

    /** The member who made the code with which a key with the alias {@code k} was enrolled; null for the first owner's. */
    static final String INVITER = """
            (select i.invited_by from invitation i
              where i.org_id = k.org_id and i.used_by = k.member_id and i.used_at = k.enrolled_at limit 1)
            """;

    private static final String SELECT = "select " + COLUMNS + " from member m ";
    private static final String IS_APPROVER = """
             where m.org_id = :org and m.active
               and exists (select from member_role r where r.org_id = m.org_id and r.member_id = m.id and r.role = 'approver')
               and exists (select from member_key k where k.org_id = m.org_id and k.member_id = m.id and k.revoked_at is null)
            """;

    private MemberRows() {}

    public static Optional<StoredMember> find(Handle handle, UUID org, UUID member) {
        return handle.createQuery(SELECT + "where m.org_id = :org and m.id = :id")
                .bind("org", org).bind("id", member)
                .map((row, _) -> person(row))
                .findOne();
    }

    /** All possible approvers: active members with the role and a valid key. */
    public static List<StoredMember> approvers(Handle handle, UUID org) {
        return handle.createQuery(SELECT + IS_APPROVER)
                .bind("org", org).map((row, _) -> person(row)).list();
    }

    /** Locks a member until this transaction ends, so that it cannot be changed. */
    public static void hold(Handle handle, UUID org, UUID member) {
        handle.createQuery("select id from member where org_id = :org and id = :id for share").bind("org", org)
                .bind("id", member).mapTo(UUID.class).list();
    }

    /** Locks a member and their keys against changes by others until this transaction ends. */
    public static void holdOne(Handle handle, UUID org, UUID member) {
        handle.createQuery("select id from member where org_id = :org and id = :id for no key update").bind("org", org)
                .bind("id", member).mapTo(UUID.class).list();
    }

    /**
     * Locks all members and their keys against changes by others until this transaction ends. Transactions that change members
     * take this lock before any other lock on a member, or two could deadlock. Rows that reference a member can still be written.
     */
    public static void holdAll(Handle handle, UUID org) {
        handle.createQuery("select id from member where org_id = :org order by id for no key update").bind("org", org)
                .mapTo(UUID.class).list();
    }

    static StoredMember require(Handle handle, UUID org, UUID member) {
        return find(handle, org, member).orElseThrow(() -> new IllegalStateException("No member " + member));
    }

    /** A page of members, in the order in which they joined. */
    public static Page<Member> list(Handle handle, UUID org, @Nullable UUID after, int limit) {
        List<StoredMember> people = handle
                .createQuery(SELECT
                        + "where m.org_id = :org and (cast(:after as uuid) is null or m.id > cast(:after as uuid)) order by m.id limit :limit")
                .bind("org", org).bind("after", after).bind("limit", limit + 1)
                .map((row, _) -> person(row))
                .list();
        List<StoredMember> page = people.subList(0, Math.min(limit, people.size()));
        Map<UUID, List<MemberKey>> keys = page.isEmpty() ? Map.of() : keys(handle, org, page);
        return new Page<>(
                page.stream().map(person -> member(person, keys.getOrDefault(person.id(), List.of()))).toList(),
                people.size() > limit ? page.getLast().id().toString() : null);
    }

    private static Member member(StoredMember person, List<MemberKey> keys) {
        return new Member(person.id(), person.name(), person.roles(), person.groups(), person.active(), keys,
                person.workspaces());
    }

    private static Map<UUID, List<MemberKey>> keys(Handle handle, UUID org, List<StoredMember> people) {
        return handle.createQuery("""
                select member_id, key_id, alg, public_key, enrolled_at, revoked_at
                  from member_key where org_id = :org and member_id = any (:members) order by enrolled_at
                """)
                .bind("org", org).bindArray("members", UUID.class, people.stream().map(StoredMember::id).toList())
                .map((row, _) -> Map.entry(Rows.uuid(row, "member_id"), shown(row)))
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static MemberKey shown(ResultSet row) throws SQLException {
        PublicKey key = MemberKeys.key(row);
        return new MemberKey(row.getString("key_id"), MemberKeys.alg(key), base64(key),
                Rows.instant(row, "enrolled_at"), Rows.instantOrNull(row, "revoked_at"));
    }

    private static String base64(PublicKey key) {
        return Base64.getEncoder().encodeToString(key.bytes());
    }

    /** Reads a member from a row with {@link #COLUMNS}. */
    public static StoredMember person(ResultSet row) throws SQLException {
        return new StoredMember(Rows.uuid(row, "id"), row.getString("name"), row.getBoolean("active"),
                roles(Rows.texts(row, "roles")),
                Rows.texts(row, "groups"), Rows.uuidsOrNull(row, "workspaces"));
    }

    static List<Role> roles(List<String> words) {
        return words.stream().map(word -> Role.valueOf(word.toUpperCase(Locale.ROOT))).toList();
    }

    /** Creates those of these approval groups that are missing. */
    public static void ensureGroups(Handle handle, UUID org, List<String> names) {
        for (String name : names) {
            insertGroup(handle, org, name);
        }
    }

    /** Creates an approval group; returns 0 where there is one of that name, else 1. */
    static int insertGroup(Handle handle, UUID org, String name) {
        return handle
                .createUpdate("insert into approval_group (org_id, name) values (:org, :name) on conflict do nothing")
                .bind("org", org).bind("name", name).execute();
    }

    /**
     * Adds a member without a key, who cannot sign in until one is enrolled.
     *
     * @return the member and the event to append
     * @throws RefusedException REQUEST_MALFORMED where a group does not exist
     */
    public static Added add(Handle handle, UUID org, @Nullable Actor by, String name, List<Role> roles,
            List<String> groups) {
        requireGroups(handle, org, groups);
        StoredMember person = new StoredMember(Ids.next(), name, true, roles, groups);
        handle.createUpdate("insert into member (org_id, id, name) values (:org, :id, :name)")
                .bind("org", org).bind("id", person.id()).bind("name", name).execute();
        assign(handle, org, person);
        return new Added(person, changed(by == null ? person.actor() : by, person));
    }

    /** Inserts the roles and groups of a new member. */
    static void assign(Handle handle, UUID org, StoredMember person) {
        for (Role role : person.roles()) {
            handle.createUpdate("insert into member_role (org_id, member_id, role) values (:org, :id, :role)")
                    .bind("org", org).bind("id", person.id()).bind("role", role.toString()).execute();
        }
        for (String group : person.groups()) {
            handle.createUpdate(
                    "insert into approval_group_member (org_id, group_name, member_id) values (:org, :group, :id)")
                    .bind("org", org).bind("id", person.id()).bind("group", group).execute();
        }
    }

    /** The API's view of a member. */
    static Member one(Handle handle, UUID org, UUID member) {
        StoredMember person = require(handle, org, member);
        return member(person, keys(handle, org, List.of(person)).getOrDefault(member, List.of()));
    }

    static void requireGroups(Handle handle, UUID org, List<String> groups) {
        if (!missingGroups(handle, org, groups).isEmpty()) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "There is no such approval group.");
        }
    }

    /** Those of these groups that do not exist, sorted. */
    public static List<String> missingGroups(Handle handle, UUID org, Collection<String> groups) {
        TreeSet<String> missing = new TreeSet<>(groups);
        handle.createQuery("select name from approval_group where org_id = :org").bind("org", org)
                .mapTo(String.class).forEach(missing::remove);
        return List.copyOf(missing);
    }

    static EventDraft changed(Actor by, StoredMember person) {
        return new EventDraft(EventType.MEMBER_CHANGED, by, new Subject(person.id().toString(), "member"), null,
                JsonObject.builder().put("active", person.active()).put("groups", JsonArray.ofStrings(person.groups()))
                        .put("member", person.id().toString())
                        .put("roles", JsonArray.ofStrings(person.roles().stream().map(Role::toString).toList()))
                        .put("workspaces", ids(person.workspaces())).build());
    }

    /** The ids as a sorted JSON array; null where there is no list. */
    public static JsonValue ids(@Nullable List<UUID> ids) {
        return ids == null
                ? JsonNull.NULL
                : JsonArray.ofStrings(ids.stream().map(UUID::toString).sorted().toList());
    }

    /** The events with which a new incarnation of the log begins: each member, and each key, including revoked ones. */
    public static List<EventDraft> stateEvents(Handle handle, UUID org, Actor by) {
        List<EventDraft> drafts = new ArrayList<>(handle
                .createQuery(SELECT + "where m.org_id = :org order by m.id").bind("org", org)
                .map((row, _) -> changed(by, person(row))).list());
        handle.createQuery(
                """
                        select k.member_id, k.alg, k.public_key, k.revoked_at, %s as invited_by
                          from member_key k where k.org_id = :org order by k.enrolled_at, k.key_id
                        """
                        .formatted(INVITER))
                .bind("org", org)
                .map((row, _) -> keyEvents(row, by))
                .forEach(drafts::addAll);
        return drafts;
    }

    private static List<EventDraft> keyEvents(ResultSet row, Actor by) throws SQLException {
        UUID member = Rows.uuid(row, "member_id");
        PublicKey key = MemberKeys.key(row);
        UUID invitedBy = Rows.uuidOrNull(row, "invited_by");
        EventDraft enrolled = keyEnrolled(by, member, key, invitedBy);
        return Rows.instantOrNull(row, "revoked_at") == null
                ? List.of(enrolled)
                : List.of(enrolled, keyEvent(EventType.MEMBER_KEY_REVOKED, by, member, invitedBy,
                        JsonObject.builder().put("alg", key.algorithm().word()).put("key", key.id())));
    }

    static EventDraft keyEnrolled(Actor by, UUID member, PublicKey key, @Nullable UUID invitedBy) {
        return keyEvent(EventType.MEMBER_KEY_ENROLLED, by, member, invitedBy, JsonObject.builder()
                .put("alg", key.algorithm().word()).put("key", key.id()).put("publicKey", base64(key)));
    }

    /**
     * An event about a member's key.
     *
     * @param invitedBy who made the code that the key was enrolled with; null for the first owner's
     * @param data the event's further data
     */
    static EventDraft keyEvent(String type, Actor by, UUID member, @Nullable UUID invitedBy,
            JsonObject.Builder data) {
        data.put("member", member.toString()).put("invitedBy",
                invitedBy == null ? JsonNull.NULL : new JsonString(invitedBy.toString()));
        return new EventDraft(type, by, new Subject(member.toString(), "member"), null, data.build());
    }

    /** A new member and the event to append. */
    public record Added(StoredMember person, EventDraft event) {}
}
