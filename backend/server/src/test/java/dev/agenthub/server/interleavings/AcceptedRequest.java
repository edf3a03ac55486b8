package dev.agenthub.server.interleavings;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request that was accepted.
 *
 * @param number counted from 1 in its organization, for people to read
 * @param providerAnswers with which status, should it ever run
 * @param agent null for a change
 * @param idempotencyKey {@link #NO_KEY} where no agent chose one
 * @param proposer null for an agent's
 * @param files what goes out with it: the texts of its attachments
 */
record AcceptedRequest(int number, UUID id, String what, String providerAnswers, @Nullable AgentActor agent,
        String idempotencyKey, @Nullable MemberActor proposer, List<String> files) {

    static final String NO_KEY = "";

    @Override
    public String toString() {
        return "r" + number + " (" + what + ")";
    }
}
