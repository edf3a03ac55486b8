package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * One request in a list.
 *
 * @param title made from the payload by the tool's display template, never by the agent
 * @param payloadHash what the server says it is; a client that shows the payload computes its own
 * @param approvals how many members count towards the needed ones now
 * @param approvalsNeeded how many it takes, 0 where the policy allows the action by itself
 */
public record RequestSummary(UUID request, UUID agent, String agentName, UUID workspace, String workspaceName,
        String tool, String title,
        Risk risk, RequestState state, String payloadHash, Instant createdAt, Instant expiresAt, int approvals,
        int approvalsNeeded) {

    public RequestSummary {
        request = Check.present("request", request);
        agent = Check.present("agent", agent);
        agentName = Check.present("agentName", agentName);
        workspace = Check.present("workspace", workspace);
        workspaceName = Check.present("workspaceName", workspaceName);
        tool = Check.present("tool", tool);
        title = Check.present("title", title);
        risk = Check.present("risk", risk);
        state = Check.present("state", state);
        payloadHash = Check.hash("payloadHash", payloadHash);
        createdAt = Check.present("createdAt", createdAt);
        expiresAt = Check.present("expiresAt", expiresAt);
    }
}
