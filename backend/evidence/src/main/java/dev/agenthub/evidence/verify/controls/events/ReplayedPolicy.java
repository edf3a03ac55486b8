package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.PolicyDocument;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A version of a policy as its event published it, its document read once.
 *
 * @param digest as the event says it
 * @param rules what the document says; null where it cannot be read
 */
public record ReplayedPolicy<T>(UUID id, long version, Hash digest, JsonValue document, @Nullable T rules) {

    public static ReplayedPolicy<PolicyDocument> ofPolicy(UUID id, long version, Hash digest, JsonValue document) {
        return of(id, version, digest, document, PolicyDocument::read);
    }

    public static ReplayedPolicy<GovernanceDocument> ofGovernance(UUID id, long version, Hash digest,
            JsonValue document) {
        return of(id, version, digest, document, GovernanceDocument::parse);
    }

    private static <T> ReplayedPolicy<T> of(UUID id, long version, Hash digest, JsonValue document,
            Function<JsonValue, T> reader) {
        T rules = null;
        try {
            rules = reader.apply(document);
        } catch (DocumentFault _) {
            // Nothing can be asked under it.
        }
        return new ReplayedPolicy<>(id, version, digest, document, rules);
    }

    /** Whether the digest is that of the document. */
    public boolean isWhatItsDigestSays() {
        return Hash.sha256(document.canonicalBytes()).equals(digest);
    }

    public boolean isNamedBy(PolicyClaim claim) {
        return id.equals(claim.policy()) && version == claim.version() && digest.equals(claim.digest());
    }

    /** As a saved state keeps it. */
    public JsonObject.Builder toState() {
        return JsonObject.builder().put("digest", digest.hex()).put("document", document).put("policy", id.toString())
                .put("version", version);
    }
}
