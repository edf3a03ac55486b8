package dev.agenthub.server.governance.changes;

import dev.agenthub.api.NewAgentKey;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Installs an agent from a manifest; applying it returns the agent's first key. */
public record AgentInstallation(UUID agent, Agents.Manifest manifest) implements AgentChange<NewAgentKey> {

    @Override
    public ChangeKind kind() {
        return ChangeKind.AGENT_INSTALL;
    }

    @Override
    public String title(Handle handle, UUID org) {
        return "Install the agent " + manifest.name();
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return null;
    }

    @Override
    public Recorded<NewAgentKey> apply(Handle handle, UUID org, Author by) {
        return AgentAdministration.install(handle, org, by, agent, manifest);
    }
}
