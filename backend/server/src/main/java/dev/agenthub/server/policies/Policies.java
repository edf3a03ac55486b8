package dev.agenthub.server.policies;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.Ids;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.audit.EventDraft;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Policies in versions that never change, and what the current one says about an action. */
public final class Policies {

    private Policies() {}

    /** What the current version of a policy asks of an action. */
    public static PolicyDecision decide(Handle handle, UUID org, UUID policy, Question question) {
        return current(handle, org, policy,
                (row, _) -> Evaluation.decide(row.getBytes("document"), version(policy, row), question))
                .orElseThrow(() -> new IllegalStateException("No policy " + policy));
    }

    /** The version that is in force, its digest computed from the stored document. */
    public static Optional<PolicyVersion> currentVersion(Handle handle, UUID org, UUID policy) {
        return current(handle, org, policy, (row, _) -> version(policy, row));
    }

    private static <T> Optional<T> current(Handle handle, UUID org, UUID policy, RowMapper<T> mapper) {
        return handle.createQuery("""
                select v.version, v.document
                  from policy p
                  join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
                 where p.org_id = :org and p.id = :policy
                """)
                .bind("org", org).bind("policy", policy).map(mapper).findOne();
    }

    private static PolicyVersion version(UUID policy, ResultSet row) throws SQLException {
        return new PolicyVersion(policy, row.getInt("version"), Hash.sha256(row.getBytes("document")).hex());
    }

    /**
     * Publishes the first version of a new policy.
     *
     * @param by the member who publishes, null where the system does
     * @return the version and the event to append
     * @throws RefusedException REQUEST_MALFORMED where the document can't be understood
     */
    public static Published publish(Handle handle, UUID org, String name, JsonObject document, Actor by,
            @Nullable UUID member) {
        byte[] bytes = document.canonicalBytes();
        try {
            PolicyDocument.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The policy can't be understood: " + e.getMessage(),
                    e);
        }
        PolicyVersion version = new PolicyVersion(Ids.next(), 1, Hash.sha256(bytes).hex());
        handle.createUpdate(
                "insert into policy (org_id, id, name, current_version) values (:org, :id, :name, :version)")
                .bind("org", org).bind("id", version.id()).bind("name", name).bind("version", version.version())
                .execute();
        handle.createUpdate("""
                insert into policy_version (org_id, policy_id, version, document, digest, published_by)
                values (:org, :id, :version, :document, :digest, cast(:by as uuid))
                """)
                .bind("org", org).bind("id", version.id()).bind("version", version.version()).bind("document", bytes)
                .bind("digest", Hash.ofHex(version.digest()).bytes()).bind("by", member).execute();
        JsonObject data = JsonObject.builder().put("digest", version.digest()).put("document", document)
                .put("policy", version.id().toString()).put("version", version.version()).build();
        return new Published(version, new EventDraft(EventType.POLICY_PUBLISHED, by,
                new Subject(version.id().toString(), "policy"), null, data));
    }

    /** A published version and the event that says so. */
    public record Published(PolicyVersion version, EventDraft event) {}
}
