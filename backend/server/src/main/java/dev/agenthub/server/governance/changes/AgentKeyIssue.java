package dev.agenthub.server.governance.changes;

import dev.agenthub.api.NewAgentKey;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Issues a further key of an agent. */
public record AgentKeyIssue(UUID agent) implements GovernanceChange<NewAgentKey> {

    @Override
    public ChangeKind kind() {
        return ChangeKind.AGENT_KEY_ISSUE;
    }

    @Override
    public Subject subject() {
        return new Subject(agent.toString(), "agent");
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Show a key of the agent " + AgentAdministration.installed(handle, org, agent).name();
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return null;
    }

    @Override
    public JsonObject after() {
        return JsonObject.builder().put("agent", agent.toString()).build();
    }

    @Override
    public Recorded<NewAgentKey> apply(Handle handle, UUID org, Author by) {
        return AgentAdministration.issueKey(handle, org, by, agent);
    }
}
