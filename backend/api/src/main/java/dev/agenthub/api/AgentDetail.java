package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/**
 * An installed agent: what it can do, and the keys it can do it with.
 *
 * @param agent the agent's id
 * @param enabled whether its keys are accepted
 * @param installed what it can do
 * @param keys its keys, the newest last, revoked ones included
 */
public record AgentDetail(UUID agent, boolean enabled, AgentPreview installed, List<AgentKey> keys) {

    public AgentDetail {
        agent = Check.present("agent", agent);
        installed = Check.present("installed", installed);
        keys = Check.list("keys", keys);
    }
}
