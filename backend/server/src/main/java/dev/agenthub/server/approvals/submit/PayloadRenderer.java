package dev.agenthub.server.approvals.submit;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.server.agents.Agent;
import dev.agenthub.server.agents.InstalledTool;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.policies.PolicyDecision;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes the payload of an action (SPEC.md §2): the complete call, to which only the credential is added later. */
final class PayloadRenderer {

    private static final int NONCE_BYTES = 16;

    private PayloadRenderer() {}

    /**
     * The policy's input: the payload's members that do not depend on the policy's decision.
     *
     * @param arguments checked, with their defaults
     * @throws dev.agenthub.server.common.RefusedException ARGUMENTS_INVALID where they do
     *        not fit the tool's call, ATTACHMENTS_REFUSED where the files do not
     */
    static JsonObject action(UUID org, UUID request, Agent agent, InstalledTool tool, JsonObject arguments,
            List<AttachedFile> attachments) {
        // The request's id is the idempotency key, so that the provider can recognize even a second call.
        JsonObject http = tool.definition().call().render(tool.baseUrl(), arguments, request.toString(),
                attachments.size());
        return JsonObject.builder()
                .put("agent", agent.id().toString())
                .put("arguments", arguments)
                .put("attachments", AttachedFile.described(attachments))
                .put("call", JsonObject.builder().put("http", http).build())
                .put("connector", tool.definition().connector().toString())
                .put("org", org.toString())
                .put("tool",
                        JsonObject.builder().put("digest", tool.digest().hex()).put("name", tool.definition().name())
                                .build())
                .put("workspace", agent.workspace().toString())
                .build();
    }

    /** The frozen payload: the action and the policy's decision. */
    static Payload payload(UUID request, JsonObject action, PolicyDecision decision, Instant createdAt,
            Instant expiresAt) {
        JsonObject.Builder payload = JsonObject.builder();
        action.members().forEach(payload::put);
        return Payload.ofAction(payload
                .put("createdAt", Timestamps.format(createdAt))
                .put("expiresAt", Timestamps.format(expiresAt))
                .put("nonce", Ids.base64Url(Ids.randomBytes(NONCE_BYTES)))
                .put("policy", policy(decision))
                .put("request", request.toString())
                .put("v", PayloadHash.ACTION)
                .build());
    }

    private static JsonObject policy(PolicyDecision decision) {
        return JsonObject.builder().put("digest", decision.policy().digest())
                .put("id", decision.policy().id().toString())
                .put("version", decision.policy().version()).build();
    }
}
