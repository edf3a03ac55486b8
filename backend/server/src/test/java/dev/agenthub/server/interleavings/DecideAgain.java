package dev.agenthub.server.interleavings;

import java.util.List;

/** A member sends a decision again, as after a lost answer. */
final class DecideAgain implements RandomAction {

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public void perform(Turn turn) {
        List<Decisions.Signed> sent = List.copyOf(turn.world.sent);
        if (!sent.isEmpty()) {
            Decisions.Signed signed = turn.pick(sent.subList(Math.max(0, sent.size() - 10), sent.size()));
            var _ = Decisions.send(turn, signed, "again");
        }
    }
}
