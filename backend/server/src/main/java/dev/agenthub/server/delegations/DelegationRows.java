package dev.agenthub.server.delegations;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.MemberKeys;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of delegations. */
public final class DelegationRows {

    private static final String SELECT = """
            select d.id, d.member_id, m.name as member_name, d.delegate_id, t.name as delegate_name, d.starts_at, d.ends_at, d.reason, d.ended_at
              from delegation d
              join member m on m.org_id = d.org_id and m.id = d.member_id
              join member t on t.org_id = d.org_id and t.id = d.delegate_id
            """;

    /** Reads the delegations in force at {@code :moment} in {@code :org}, for {@link InForce#of}. */
    public static final String IN_FORCE = "select d.statement, d.signature, k.alg, k.public_key, " + MemberRows.COLUMNS
            + """
                      from delegation d
                      join member m on m.org_id = d.org_id and m.id = d.member_id and m.active
                      join member_key k on k.org_id = d.org_id and k.key_id = d.key_id and k.revoked_at is null
                     where d.org_id = :org and d.ended_at is null and d.starts_at <= :moment and :moment < d.ends_at
                     order by m.id
                    """;

    /**
     * Locks the deciding member {@code :member} of {@code :org}, and the members for whom they decide, until the transaction
     * ends; in the same order as every change of members does.
     */
    public static final String HOLD = """
            select m.id from member m
             where m.org_id = :org
               and (m.id = :member or exists (select from delegation d where d.org_id = m.org_id and d.member_id = m.id
                                                 and d.delegate_id = :member and d.ended_at is null))
             order by m.id for share of m
            """;

    private DelegationRows() {}

    /**
     * By delegate, the members for whom they decide at this moment: approvers with a signed statement whose key was not
     * revoked since. Where row and statement differ, the statement counts; {@code hub.counts_in} states the same rule in SQL.
     */
    public static Map<UUID, List<StoredMember>> inForce(Handle handle, UUID org, Instant moment) {
        return byDelegate(handle.createQuery(IN_FORCE).bind("org", org).bind("moment", moment)
                .map((row, _) -> InForce.of(row)).list(), org, moment);
    }

    /** As {@link #inForce}, from the rows of {@link #IN_FORCE}. */
    public static Map<UUID, List<StoredMember>> byDelegate(List<InForce> rows, UUID org, Instant moment) {
        return rows.stream().filter(one -> one.member().has(Role.APPROVER) && one.isMeant(org, moment))
                .collect(Collectors.groupingBy(one -> one.said().delegate(),
                        Collectors.mapping(InForce::member, Collectors.toList())));
    }

    /** A delegation that is in force by its row. */
    public record InForce(DelegationStatement said, boolean signed, StoredMember member) {

        public static InForce of(ResultSet row) throws SQLException {
            byte[] statement = row.getBytes("statement");
            return new InForce(DelegationStatement.parse(statement), MemberKeys.key(row).isValid(
                    DelegationStatement.preAuthenticationEncoding(statement), row.getBytes("signature")),
                    MemberRows.person(row));
        }

        private boolean isMeant(UUID org, Instant moment) {
            return signed && said.org().equals(org) && said.member().equals(member.id())
                    && !moment.isBefore(said.startsAt()) && moment.isBefore(said.endsAt());
        }
    }

    /** The events with which a new incarnation of the log begins: the signed statements of present and future delegations. */
    public static List<EventDraft> stateEvents(Handle handle, UUID org, Actor by, Instant now) {
        return handle.createQuery("""
                select d.id, d.member_id, d.statement, d.signature from delegation d
                  join member_key k on k.org_id = d.org_id and k.key_id = d.key_id and k.revoked_at is null
                 where d.org_id = :org and d.ended_at is null and d.ends_at > :now order by d.id
                """).bind("org", org).bind("now", now)
                .map((row, _) -> created(by, Rows.uuid(row, "id"), Rows.uuid(row, "member_id"),
                        row.getBytes("statement"), row.getBytes("signature")))
                .list();
    }

    static EventDraft created(Actor by, UUID id, UUID member, byte[] statement, byte[] signature) {
        return new EventDraft(EventType.DELEGATION_CREATED, by, new Subject(member.toString(), "member"), null,
                JsonObject.builder().put("delegation", id.toString())
                        .put("signature", Base64.getEncoder().encodeToString(signature))
                        .put("statement", new String(statement, StandardCharsets.UTF_8)).build());
    }

    static Optional<Delegation> find(Handle handle, UUID org, UUID id) {
        return handle.createQuery(SELECT + "where d.org_id = :org and d.id = :id").bind("org", org).bind("id", id)
                .map((row, _) -> delegation(row)).findOne();
    }

    /** A page of delegations, newest first. */
    static List<Delegation> list(Handle handle, UUID org, @Nullable UUID before, int limit) {
        return handle
                .createQuery(SELECT + """
                        where d.org_id = :org and (cast(:before as uuid) is null or d.id < cast(:before as uuid))
                        order by d.id desc limit :limit
                        """)
                .bind("org", org).bind("before", before).bind("limit", limit).map((row, _) -> delegation(row)).list();
    }

    /** Whether the member has another delegation within this one's time. */
    static boolean overlaps(Handle handle, UUID org, DelegationStatement said) {
        return handle.createQuery("""
                select exists (select from delegation where org_id = :org and member_id = :member and ended_at is null
                                  and starts_at < :ends and :starts < ends_at)
                """).bind("org", org).bind("member", said.member()).bind("starts", said.startsAt())
                .bind("ends", said.endsAt()).mapTo(Boolean.class).one();
    }

    static boolean isStored(Handle handle, UUID org, UUID id, byte[] statement) {
        return handle
                .createQuery(
                        "select exists (select from delegation where org_id = :org and id = :id and statement = :said)")
                .bind("org", org).bind("id", id).bind("said", statement).mapTo(Boolean.class).one();
    }

    static void insert(Handle handle, DelegationStatement said, byte[] statement, byte[] signature, Instant now) {
        handle.createUpdate(
                """
                        insert into delegation (org_id, id, member_id, delegate_id, key_id, starts_at, ends_at, reason, statement, signature, created_at)
                        values (:org, :id, :member, :delegate, :key, :starts, :ends, :reason, :statement, :signature, :now)
                        """)
                .bind("org", said.org()).bind("id", said.delegation()).bind("member", said.member())
                .bind("delegate", said.delegate()).bind("key", said.key()).bind("starts", said.startsAt())
                .bind("ends", said.endsAt()).bind("reason", said.reason()).bind("statement", statement)
                .bind("signature", signature).bind("now", now).execute();
    }

    /** Ends a delegation; false where it has ended before. */
    static boolean end(Handle handle, UUID org, UUID id, Instant now) {
        return handle
                .createUpdate(
                        "update delegation set ended_at = :now where org_id = :org and id = :id and ended_at is null")
                .bind("org", org).bind("id", id).bind("now", now).execute() == 1;
    }

    private static Delegation delegation(ResultSet row) throws SQLException {
        return new Delegation(Rows.uuid(row, "id"), Rows.uuid(row, "member_id"), row.getString("member_name"),
                Rows.uuid(row, "delegate_id"), row.getString("delegate_name"), Rows.instant(row, "starts_at"),
                Rows.instant(row, "ends_at"), row.getString("reason"), Rows.instantOrNull(row, "ended_at"));
    }
}
