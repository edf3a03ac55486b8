package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * The secret of an approved change, returned once to its proposer: one of the two.
 *
 * @param invitation the code of an approved invitation
 * @param agentKey the key of an installed agent, or a further one of an agent
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
