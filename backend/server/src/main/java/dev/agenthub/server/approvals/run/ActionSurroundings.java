package dev.agenthub.server.approvals.run;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.server.agents.Agent;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.InstalledTool;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.RequestUsage;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyDecision;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks that an approved action's agent, tool, policy and files are still as they were approved. */
final class ActionSurroundings implements RunPreconditions.Surroundings {

    private final Handle handle;
    private final UUID org;
    private final StoredRequest request;
    private final RequestSubject.Action action;
    private final List<AttachedFile> attachments;
    private @Nullable String overrideGroup;

    /**
     * For one action.
     *
     * @param attachments the files that would be sent, with digests computed now
     */
    ActionSurroundings(Handle handle, UUID org, StoredRequest request, List<AttachedFile> attachments) {
        this.handle = handle;
        this.org = org;
        this.request = request;
        this.action = request.action();
        this.attachments = attachments;
    }

    @Override
    public boolean describedBy(JsonObject content) {
        return content.string("agent").equals(action.agent().toString())
                && content.string("workspace").equals(action.workspace().toString())
                && content.string("connector").equals(action.connector().toString())
                && content.object("tool").string("name").equals(action.tool())
                && content.array("attachments").equals(AttachedFile.described(attachments));
    }

    @Override
    public @Nullable String objection(JsonObject content) {
        Optional<Agent> agent = Agents.find(handle, org, action.agent());
        if (agent.isEmpty() || !agent.get().enabled()) {
            return ErrorCode.AGENT_DISABLED.name();
        }
        Optional<InstalledTool> tool = Agents.tool(handle, org, action.agent(), action.tool());
        if (tool.isEmpty() || !tool.get().digest().hex().equals(content.object("tool").string("digest"))) {
            return RunPreconditions.TOOL_CHANGED;
        }
        if (!tool.get().connectorEnabled()) {
            return ErrorCode.CONNECTOR_DISABLED.name();
        }
        PolicyInput question = new PolicyInput(action.workspace(), action.agent(), action.tool(), action.connector(),
                tool.get().definition().risk().toString(), content);
        return policyStands(agent.get().policy(), question) ? null : RunPreconditions.POLICY_CHANGED;
    }

    /**
     * Whether the request's terms are those of the policy version whose digest was signed, and the policy in force now requires no more.
     */
    private boolean policyStands(UUID policyNow, PolicyInput question) {
        Optional<PolicyDecision> then = Policies.decideThen(handle, org, request.policy(), question,
                request.terms().readings());
        if (then.isEmpty() || then.get().outcome() == Outcome.DENY
                || !then.get().demand().coversApprovals(request.demand())
                || !request.demand().coversApprovals(then.get().demand())) {
            return false;
        }
        overrideGroup = then.get().overrideGroup();
        if (Policies.currentVersion(handle, org, policyNow).filter(request.policy()::equals).isPresent()) {
            return true;
        }
        PolicyDecision current = Policies.decide(handle, org, policyNow, question,
                RequestUsage.before(handle, org, request.id(), request.createdAt()));
        if (!Objects.equals(overrideGroup, current.overrideGroup())) {
            overrideGroup = null;
        }
        return request.demand().covers(current.demand());
    }

    @Override
    public @Nullable String overrideGroup() {
        return overrideGroup;
    }
}
