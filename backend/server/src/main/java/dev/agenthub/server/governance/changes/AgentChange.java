package dev.agenthub.server.governance.changes;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.agents.Agents;
import java.util.UUID;

/** A change that makes an agent match a manifest: its installation or update. */
public interface AgentChange<T> extends GovernanceChange<T> {

    /** The agent; a new id for an installation. */
    UUID agent();

    /** The manifest that the agent matches afterwards. */
    Agents.Manifest manifest();

    @Override
    default Subject subject() {
        return new Subject(agent().toString(), "agent");
    }

    @Override
    default UUID workspace() {
        return manifest().workspace();
    }

    @Override
    default JsonObject after() {
        return manifest().document();
    }
}
