package dev.agenthub.server.interleavings;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was accepted.
 *
 * @param number counted from 1 in its organization, for people to read
 * @param providerAnswers with which status, should it ever run
 * @param agent null for a change, which has no idempotency key either
 * @param proposer null for an agent's
 */
record Asked(int number, UUID id, String what, String providerAnswers, @Nullable AgentActor agent,
        String idempotencyKey, @Nullable Person proposer) {

    @Override
    public String toString() {
        return "r" + number + " (" + what + ")";
    }
}
