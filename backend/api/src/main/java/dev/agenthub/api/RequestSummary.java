package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request in a list: an agent's action, or a member's proposal of a change.
 *
 * @param request the request's id
 * @param agent null for a change, as are its name and the tool
 * @param agentName null for a change
 * @param workspace null for a change of the whole organization, as is its name
 * @param workspaceName null for a change of the whole organization
 * @param tool the name of the agent's tool; null for a change
 * @param change null for an action
 * @param title made from the payload by the tool's display template or the kind of the change, never by who asks
 * @param risk how much harm it can do
 * @param state how it stands
 * @param payloadHash what the server says it is; a client that shows the payload computes its own
 * @param createdAt when it was asked for
 * @param expiresAt until when it can be approved and begin to run
 * @param approvals how many members count towards the needed ones now
 * @param approvalsNeeded how many it takes, 0 where the policy allows the action by itself
 * @param latestDecision who decided last and when; null while nobody did
 */
public record RequestSummary(UUID request, @Nullable UUID agent, @Nullable String agentName, @Nullable UUID workspace,
        @Nullable String workspaceName, @Nullable String tool, @Nullable ChangeSummary change, String title,
        Risk risk, RequestState state, String payloadHash, Instant createdAt, Instant expiresAt, int approvals,
        int approvalsNeeded, @Nullable LatestDecision latestDecision) {

    public RequestSummary {
        request = Check.present("request", request);
        if (change == null) {
            agent = Check.present("agent", agent);
            agentName = Check.present("agentName", agentName);
            workspace = Check.present("workspace", workspace);
            workspaceName = Check.present("workspaceName", workspaceName);
            tool = Check.present("tool", tool);
        }
        title = Check.present("title", title);
        risk = Check.present("risk", risk);
        state = Check.present("state", state);
        payloadHash = Check.hash("payloadHash", payloadHash);
        createdAt = Check.present("createdAt", createdAt);
        expiresAt = Check.present("expiresAt", expiresAt);
    }

    /** Who asks: the agent's name, or that of the member who proposes. */
    public String askedBy() {
        return change == null ? Check.present("agentName", agentName) : change.proposerName();
    }

    /** What is asked: the tool's name, or the kind of the change. */
    public String asks() {
        return change == null ? Check.present("tool", tool) : change.kind();
    }
}
