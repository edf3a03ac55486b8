package dev.agenthub.server.interleavings;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was accepted.
 *
 * @param number counted from 1 in its organization, for messages
 * @param providerAnswers the status that the provider answers if the request runs
 * @param agent null for a change
 * @param idempotencyKey {@link #NO_KEY} where no agent chose one
 * @param proposer null for an agent's action
 * @param files the texts of its attached files
 */
record AcceptedRequest(int number, UUID id, String what, String providerAnswers, @Nullable AgentActor agent,
        String idempotencyKey, @Nullable MemberActor proposer, List<String> files) {

    static final String NO_KEY = "";

    @Override
    public String toString() {
        return "r" + number + " (" + what + ")";
    }
}
