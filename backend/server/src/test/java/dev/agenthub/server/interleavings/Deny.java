package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;

/** A member denies a request that they fetched. */
final class Deny implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        Decisions.decide(turn, turn.device(), turn.request(), Decision.DENY, turn.sometimes(50) ? "so it is" : "");
    }
}
