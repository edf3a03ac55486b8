package dev.agenthub.server.policies;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.EarlierUsage;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyInput;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A stored version of a policy; its digest is computed from the document. */
final class StoredPolicy {

    private final PolicyVersion version;
    private final byte[] document;

    private StoredPolicy(UUID policy, ResultSet row) throws SQLException {
        this.document = row.getBytes("document");
        this.version = new PolicyVersion(policy, row.getInt("version"), Hash.sha256(document).hex());
    }

    static StoredPolicy current(Handle handle, UUID org, UUID policy) {
        return find(handle, org, policy).orElseThrow(() -> new IllegalStateException("No policy " + policy));
    }

    /** The version in force. */
    static Optional<StoredPolicy> find(Handle handle, UUID org, UUID policy) {
        return handle.createQuery("""
                select v.version, v.document
                  from policy p
                  join policy_version v on v.org_id = p.org_id and v.policy_id = p.id and v.version = p.current_version
                 where p.org_id = :org and p.id = :policy
                """)
                .bind("org", org).bind("policy", policy).map((row, _) -> new StoredPolicy(policy, row)).findOne();
    }

    /** The version with this number and digest; empty where the digest is another. */
    static Optional<StoredPolicy> version(Handle handle, UUID org, PolicyVersion wanted) {
        return handle.createQuery("""
                select version, document from policy_version
                 where org_id = :org and policy_id = :policy and version = :version
                """)
                .bind("org", org).bind("policy", wanted.id()).bind("version", wanted.version())
                .map((row, _) -> new StoredPolicy(wanted.id(), row)).findOne()
                .filter(stored -> stored.version.equals(wanted));
    }

    PolicyVersion version() {
        return version;
    }

    byte[] document() {
        return document.clone();
    }

    PolicyDecision decide(PolicyInput question, EarlierUsage usage) {
        PolicyDocument read = read();
        return new PolicyDecision(PolicyDocument.decide(document, question, usage), version,
                read == null ? null : read.overrideGroup(), read != null && read.hasLimits());
    }

    private @Nullable PolicyDocument read() {
        try {
            return PolicyDocument.parse(document);
        } catch (DocumentFault _) {
            return null;
        }
    }
}
