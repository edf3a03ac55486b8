package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;

/** A member approves a request that they fetched. */
final class Approve implements RandomAction {

    @Override
    public int weight() {
        return 100;
    }

    @Override
    public void perform(Turn turn) {
        Decisions.decide(turn, turn.device(), turn.request(), Decision.APPROVE, turn.sometimes(50) ? "so it is" : "");
    }
}
