package dev.agenthub.server.governance.changes;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyAdmin;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.ToIntBiFunction;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the first or next version of a policy.
 *
 * @param expected the version that it was made from; 0 for a new policy
 */
public record PolicyPublication(UUID policy, String name, int expected, JsonObject document,
        ToIntBiFunction<UUID, UUID> reevaluate) implements GovernanceChange<PublishedPolicy> {

    /** The version in force; 0 where there is no such policy. */
    public static int version(Handle handle, UUID org, UUID policy) {
        return Policies.currentVersion(handle, org, policy).map(PolicyVersion::version).orElse(0);
    }

    @Override
    public ChangeKind kind() {
        return ChangeKind.POLICY_PUBLISH;
    }

    @Override
    public Subject subject() {
        return new Subject(policy.toString(), "policy");
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Publish version " + (expected + 1) + " of the policy " + name;
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return expected == 0 ? null : state(PolicyAdmin.current(handle, org, policy).document());
    }

    private JsonObject state(String text) {
        return JsonObject.builder().put("document", JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)))
                .put("name", name).build();
    }

    @Override
    public JsonObject after() {
        return JsonObject.builder().put("document", document).put("name", name).build();
    }

    @Override
    public Recorded<PublishedPolicy> apply(Handle handle, UUID org, Author by) {
        Recorded<PolicyVersion> published = PolicyAdmin.publish(handle, org, by, policy, name, expected, document);
        return new Recorded<>(new PublishedPolicy(published.result(), 0), published.events());
    }

    @Override
    public PublishedPolicy committed(UUID org, PublishedPolicy published) {
        return new PublishedPolicy(published.version(), reevaluate.applyAsInt(org, policy));
    }
}
