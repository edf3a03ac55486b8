package dev.agenthub.api;

import java.util.UUID;

/**
 * A new key of an agent; its secret is shown this once, and only its hash is kept.
 *
 * @param agent the agent's id
 * @param key the key's id, by which it can be revoked
 * @param secret to be sent as {@code Authorization: Bearer …}; a secret, shown this once
 */
public record NewAgentKey(UUID agent, UUID key, String secret) implements ShownOnce {

    public NewAgentKey {
        agent = Check.present("agent", agent);
        key = Check.present("key", key);
        secret = Check.text("secret", secret, 300);
    }

    @Override
    public String withoutSecret() {
        return "the key " + key + " of the agent " + agent;
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "NewAgentKey[agent=" + agent + ", key=" + key + "]";
    }
}
