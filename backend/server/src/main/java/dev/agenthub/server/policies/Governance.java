package dev.agenthub.server.policies;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Stores and reads an organization's governance policy, which states the changes of its rules that need approval. Versions are immutable.
 */
public final class Governance {

    private static final String NAME = "Governance";

    private Governance() {}

    /** The version in force. */
    public record InForce(PolicyVersion version, GovernanceDocument rules, JsonObject document) {}

    /** The version in force; empty where the organization never had one. */
    public static Optional<InForce> current(Handle handle, UUID org) {
        return policy(handle, org).flatMap(policy -> StoredPolicy.find(handle, org, policy)).map(stored -> new InForce(
                stored.version(), requireUnderstood(stored.document()), Policies.document(stored.document())));
    }

    private static Optional<UUID> policy(Handle handle, UUID org) {
        return handle.createQuery("select id from policy where org_id = :org and kind = 'governance'")
                .bind("org", org).mapTo(UUID.class).findOne();
    }

    /**
     * Puts the next version in force.
     *
     * @param policy the id of a first version's policy
     * @param expected the version that the document was made from; 0 for none
     * @param member who does it; null for the system
     * @return the version and the event to append
     * @throws RefusedException POLICY_INVALID; POLICY_CONFLICT where another version is in force
     */
    public static Policies.Published set(Handle handle, UUID org, UUID policy, int expected, JsonObject document,
            Actor by, @Nullable UUID member) {
        requireUnderstood(document.canonicalBytes());
        Optional<UUID> there = policy(handle, org);
        if (there.isEmpty() && (expected != 0 || !insert(handle, org, policy))) {
            throw new RefusedException(ErrorCode.POLICY_CONFLICT, "Another version is in force.");
        }
        PolicyVersion version = there.isPresent()
                ? Policies.storeNext(handle, org, there.get(), expected, document, member)
                : Policies.store(handle, org, policy, 1, document, member);
        return new Policies.Published(version, event(version, document, by));
    }

    private static boolean insert(Handle handle, UUID org, UUID policy) {
        return handle.createUpdate("""
                insert into policy (org_id, id, name, kind, current_version) values (:org, :id, :name, 'governance', 1)
                on conflict do nothing
                """)
                .bind("org", org).bind("id", policy).bind("name", NAME).execute() == 1;
    }

    /**
     * Parses a document.
     *
     * @throws RefusedException POLICY_INVALID, its detail beginning with the JSON Pointer to the fault
     */
    public static GovernanceDocument requireUnderstood(byte[] document) {
        try {
            return GovernanceDocument.parse(document);
        } catch (DocumentFault e) {
            throw new RefusedException(ErrorCode.POLICY_INVALID, "\"" + e.pointer() + "\": " + e.fault(), e);
        }
    }

    /**
     * The event with which a new incarnation of the log begins; appended after the other
     * ones, since a verifier requires approvals from there on.
     */
    public static List<EventDraft> stateEvents(Handle handle, UUID org, Actor by) {
        return current(handle, org).map(there -> event(there.version(), there.document(), by)).stream().toList();
    }

    /** The id of the organization's governance policy: the present one's, or a new one. */
    public static UUID id(Handle handle, UUID org) {
        return policy(handle, org).orElseGet(Ids::next);
    }

    private static EventDraft event(PolicyVersion version, JsonObject document, Actor by) {
        return new EventDraft(EventType.GOVERNANCE_SET, by, new Subject(version.id().toString(), "governance"), null,
                JsonObject.builder().put("digest", version.digest()).put("document", document)
                        .put("policy", version.id().toString()).put("version", version.version()).build());
    }
}
