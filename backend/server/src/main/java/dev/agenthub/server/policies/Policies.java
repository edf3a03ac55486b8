package dev.agenthub.server.policies;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.EarlierUsage;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Stores, reads and evaluates policies. Versions are immutable. */
public final class Policies {

    private Policies() {}

    /** Evaluates the current version of a policy on an action. */
    public static PolicyDecision decide(Handle handle, UUID org, UUID policy, PolicyInput question,
            EarlierUsage usage) {
        return StoredPolicy.current(handle, org, policy).decide(question, usage);
    }

    /**
     * Evaluates a version of a policy on an action as when it was submitted.
     *
     * @param readings what had been used of the version's limits then
     * @return empty where no version has this digest
     */
    public static Optional<PolicyDecision> decideThen(Handle handle, UUID org, PolicyVersion version,
            PolicyInput question, Map<String, BigDecimal> readings) {
        EarlierUsage then = (place, _, _, _) -> Optional.ofNullable(readings.get(place));
        return StoredPolicy.version(handle, org, version).map(stored -> stored.decide(question, then));
    }

    /** The version in force, with its digest computed from the stored document. */
    public static Optional<PolicyVersion> currentVersion(Handle handle, UUID org, UUID policy) {
        return StoredPolicy.find(handle, org, policy).map(StoredPolicy::version);
    }

    /**
     * Publishes the first version of a new policy.
     *
     * @param by the member who publishes; null for the system
     * @return the version and the event to append
     * @throws RefusedException POLICY_INVALID, NAME_TAKEN
     */
    public static Published publish(Handle handle, UUID org, String name, JsonObject document, Actor by,
            @Nullable UUID member) {
        return publish(handle, org, Ids.next(), name, document, by, member);
    }

    /** As above, with the given id. */
    static Published publish(Handle handle, UUID org, UUID policy, String name, JsonObject document, Actor by,
            @Nullable UUID member) {
        requireUnderstood(document.canonicalBytes());
        int inserted = handle.createUpdate("""
                insert into policy (org_id, id, name, current_version) values (:org, :id, :name, 1)
                on conflict do nothing
                """)
                .bind("org", org).bind("id", policy).bind("name", name).execute();
        if (inserted == 0) {
            throw new RefusedException(ErrorCode.NAME_TAKEN);
        }
        return published(store(handle, org, policy, 1, document, member), name, document, by);
    }

    /**
     * Publishes the next version of a policy.
     *
     * @param expected the version that the document was made from
     * @throws RefusedException POLICY_INVALID; NOT_FOUND; POLICY_CONFLICT where another version is in force
     */
    public static Published publishNext(Handle handle, UUID org, UUID policy, int expected, JsonObject document,
            Actor by, UUID member) {
        requireUnderstood(document.canonicalBytes());
        String name = name(handle, org, policy);
        return published(storeNext(handle, org, policy, expected, document, member), name, document, by);
    }

    /**
     * A policy's name.
     *
     * @throws RefusedException NOT_FOUND, also for a governance policy
     */
    static String name(Handle handle, UUID org, UUID policy) {
        return handle.createQuery("select name from policy where org_id = :org and id = :id and kind = 'action'")
                .bind("org", org).bind("id", policy).mapTo(String.class).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** Stores the next version of a policy of any kind; it is in force at once. */
    static PolicyVersion storeNext(Handle handle, UUID org, UUID policy, int expected, JsonObject document,
            @Nullable UUID member) {
        int current = handle
                .createQuery("select current_version from policy where org_id = :org and id = :id for no key update")
                .bind("org", org).bind("id", policy).mapTo(Integer.class).one();
        if (current != expected) {
            throw new RefusedException(ErrorCode.POLICY_CONFLICT, "Version " + current + " is in force.");
        }
        handle.createUpdate("update policy set current_version = :version where org_id = :org and id = :id")
                .bind("org", org).bind("id", policy).bind("version", current + 1).execute();
        return store(handle, org, policy, current + 1, document, member);
    }

    /**
     * Parses a document.
     *
     * @throws RefusedException POLICY_INVALID, its detail beginning with the JSON Pointer to the fault
     */
    public static PolicyDocument requireUnderstood(byte[] document) {
        try {
            return PolicyDocument.parse(document);
        } catch (DocumentFault e) {
            throw new RefusedException(ErrorCode.POLICY_INVALID, "\"" + e.pointer() + "\": " + e.fault(), e);
        }
    }

    /** Stores a version of a policy of any kind. */
    static PolicyVersion store(Handle handle, UUID org, UUID policy, int number, JsonObject document,
            @Nullable UUID member) {
        byte[] bytes = document.canonicalBytes();
        PolicyVersion version = new PolicyVersion(policy, number, Hash.sha256(bytes).hex());
        handle.createUpdate("""
                insert into policy_version (org_id, policy_id, version, document, digest, published_by)
                values (:org, :id, :version, :document, :digest, cast(:by as uuid))
                """)
                .bind("org", org).bind("id", policy).bind("version", number).bind("document", bytes)
                .bind("digest", Hash.ofHex(version.digest()).bytes()).bind("by", member).execute();
        return version;
    }

    /** Locks the policy of an agent until this transaction ends, so that no version of it can be published. */
    public static void holdOf(Handle handle, UUID org, UUID agent) {
        handle.createQuery(
                """
                        select p.id from policy p
                         where p.org_id = :org and p.id = (select a.policy_id from agent a where a.org_id = :org and a.id = :agent)
                           for share of p
                        """)
                .bind("org", org).bind("agent", agent).mapTo(UUID.class).list();
    }

    /** Locks a policy until this transaction ends, so that no version of it can be published. */
    public static void hold(Handle handle, UUID org, UUID policy) {
        handle.createQuery("select p.id from policy p where p.org_id = :org and p.id = :policy for share of p")
                .bind("org", org).bind("policy", policy).mapTo(UUID.class).list();
    }

    /** The events with which a new incarnation of the log begins: the version in force of every policy. */
    public static List<EventDraft> stateEvents(Handle handle, UUID org, Actor by) {
        return handle.createQuery("""
                select p.id, p.name, v.version, v.document
                  from policy p
                  join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
                 where p.org_id = :org and p.kind = 'action' order by p.id
                """)
                .bind("org", org)
                .map((row, _) -> published(
                        new PolicyVersion(Rows.uuid(row, "id"), row.getInt("version"),
                                Hash.sha256(row.getBytes("document")).hex()),
                        row.getString("name"), document(row.getBytes("document")), by).event())
                .list();
    }

    /** Parses a stored document. */
    static JsonObject document(byte[] stored) {
        return (JsonObject) JsonValue.parse(stored);
    }

    private static Published published(PolicyVersion version, String name, JsonObject document, Actor by) {
        JsonObject data = JsonObject.builder().put("digest", version.digest()).put("document", document)
                .put("name", name).put("policy", version.id().toString()).put("version", version.version()).build();
        return new Published(version, new EventDraft(EventType.POLICY_PUBLISHED, by,
                new Subject(version.id().toString(), "policy"), null, data));
    }

    /** A published version and the event to append. */
    public record Published(PolicyVersion version, EventDraft event) {}
}
