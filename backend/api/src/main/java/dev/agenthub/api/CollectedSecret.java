package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * What an approved change hands out to its proposer, this once: one of these.
 *
 * @param invitation of somebody who was to be invited
 * @param agentKey of an agent that was to be installed, or to get a further key
 */
public record CollectedSecret(@Nullable Invitation invitation, @Nullable NewAgentKey agentKey) {

    public CollectedSecret {
        if ((invitation == null) == (agentKey == null)) {
            throw new IllegalArgumentException("Either an invitation or an agentKey is there");
        }
    }

    /** Of an {@link Invitation} or a {@link NewAgentKey}. */
    public static CollectedSecret of(Object made) {
        return switch (made) {
            case Invitation invitation -> new CollectedSecret(invitation, null);
            case NewAgentKey key -> new CollectedSecret(null, key);
            default -> throw new IllegalArgumentException("A " + made.getClass().getSimpleName() + " is no secret");
        };
    }
}
