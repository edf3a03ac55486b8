package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;

/** A member overrides missing approvals, usually after signing in again. */
final class OverrideApprovals implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        Device device = turn.device();
        if (turn.sometimes(80)) {
            turn.signIn(device);
        }
        Decisions.decide(turn, device, turn.request(), Decision.OVERRIDE, turn.sometimes(80) ? "it burns" : " ");
    }
}
