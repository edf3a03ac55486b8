package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an agent may know about its request.
 *
 * @param request the request's id
 * @param payloadHash of the frozen payload, 64 hex digits
 * @param state how it stands
 * @param refusal the stable code of why AgentHub would not run it, or why the policy denied it; null where neither happened
 * @param reason what the member who denied or cancelled it gave as their reason; null where nobody did, or without words
 * @param replacedBy the request that a member put in its place with other arguments; null where none did
 * @param outcome null until a run finished
 * @param failure the stable code of why the run's call was not made, or has no answer; null where it was answered or is under way
 * @param responseStatus the provider's HTTP status, null where there was none
 * @param response the provider's answer as text, null where there was none
 * @param responseMissing how many bytes of a long answer are cut off the end of {@code response}, at least; null where none are
 */
public record RequestStatus(UUID request, String payloadHash, RequestState state, @Nullable String refusal,
        @Nullable String reason, @Nullable UUID replacedBy, @Nullable RunOutcome outcome,
        @Nullable String failure, @Nullable Integer responseStatus,
        @Nullable String response, @Nullable Long responseMissing) {

    public RequestStatus {
        request = Check.present("request", request);
        payloadHash = Check.hash("payloadHash", payloadHash);
        state = Check.present("state", state);
    }
}
