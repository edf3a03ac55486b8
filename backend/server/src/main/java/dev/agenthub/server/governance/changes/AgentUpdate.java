package dev.agenthub.server.governance.changes;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Replaces an agent's manifest; with the same manifest, it enables a disabled agent. */
public record AgentUpdate(UUID agent, Agents.Manifest manifest) implements AgentChange<AgentDetail> {

    @Override
    public ChangeKind kind() {
        return ChangeKind.AGENT_UPDATE;
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Update the agent " + manifest.name();
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return AgentAdministration.installed(handle, org, agent).document();
    }

    @Override
    public Recorded<AgentDetail> apply(Handle handle, UUID org, Author by) {
        boolean same = AgentAdministration.installed(handle, org, agent).digest().equals(manifest.digest());
        return same
                ? AgentAdministration.enable(handle, org, by, agent)
                : AgentAdministration.update(handle, org, by, agent, manifest);
    }
}
