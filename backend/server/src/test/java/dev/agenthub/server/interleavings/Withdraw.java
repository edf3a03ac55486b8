package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;

/** A member takes back what they said. */
final class Withdraw implements Operation {

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public void perform(Turn turn) {
        Decisions.decide(turn, turn.device(), turn.request(), Decision.WITHDRAW, turn.sometimes(50) ? "so it is" : "");
    }
}
