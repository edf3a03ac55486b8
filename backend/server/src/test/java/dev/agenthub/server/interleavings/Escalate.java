package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;
import java.time.Duration;
import java.util.List;

/**
 * A request waits until its escalation, and a member of the further group approves it: in time, at the exact moment, or a second too early.
 */
final class Escalate implements RandomAction {

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public void perform(Turn turn) {
        List<AcceptedRequest> waiting = turn.world.requests.stream()
                .filter(asked -> asked.what().equals(TestPolicy.ESCALATED)).toList();
        if (waiting.isEmpty()) {
            return;
        }
        AcceptedRequest asked = waiting.getLast();
        Duration passing = Duration.ofMinutes(TestPolicy.ESCALATED_AFTER).minusSeconds(turn.random.nextInt(2) * 61L);
        turn.world.backends.clock().advance(passing);
        turn.note("after " + passing);
        for (int voter = 0; voter < 2; voter++) {
            Decisions.decide(turn, turn.device(), asked, Decision.APPROVE, "");
        }
    }
}
