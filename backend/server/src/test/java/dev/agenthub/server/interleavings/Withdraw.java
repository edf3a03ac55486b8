package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;
import java.util.List;

/** A member withdraws a decision, usually an approval. */
final class Withdraw implements RandomAction {

    @Override
    public int weight() {
        return 10;
    }

    @Override
    public void perform(Turn turn) {
        List<Decisions.Signed> approvals = turn.world.sent.stream()
                .filter(signed -> signed.words().startsWith(Decision.APPROVE.word())).toList();
        if (approvals.isEmpty() || turn.sometimes(10)) {
            Decisions.decide(turn, turn.device(), turn.request(), Decision.WITHDRAW, "");
        } else {
            Decisions.Signed one = turn.pick(approvals.subList(Math.max(0, approvals.size() - 4), approvals.size()));
            Decisions.decide(turn, turn.device(one.device().person), one.asked(), Decision.WITHDRAW, "");
        }
    }
}
