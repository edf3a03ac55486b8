package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;
import java.time.Duration;

/**
 * A stricter policy is published while a request is approved and held, by a backend that dies before it evaluates
 * open requests again; the run must then be refused. Usually the previous policy is published again afterwards.
 */
final class PublishUnnoticed implements RandomAction {

    /** As many people as there is mostly one among them who may. */
    private static final int TRIES = 3;

    @Override
    public int weight() {
        return 9;
    }

    @Override
    public void perform(Turn turn) {
        publish(turn, TestPolicy.DEFAULT);
        AcceptedRequest asked = Submit.submitNew(turn, turn.pick(turn.world.agents), TestPolicy.HELD_TOOL);
        if (asked == null) {
            return;
        }
        for (int i = 0; i < TRIES; i++) {
            Decisions.decide(turn, turn.device(), asked, Decision.APPROVE, "");
        }
        publish(turn, TestPolicy.STRICT);
        turn.world.backends.clock().advance(Duration.ofMinutes(10));
        turn.note("after PT10M");
        turn.world.runWaiting(turn.backend);
        if (turn.sometimes(80)) {
            publish(turn, TestPolicy.DEFAULT);
        }
    }

    private static void publish(Turn turn, TestPolicy wanted) {
        boolean published = turn.world.backends.publishAndDie(turn.world.org, turn.world.policy,
                turn.world.people.getFirst().id(), wanted.document());
        turn.note((published ? "publish the " : "do not publish the ") + wanted.name() + " policy and die");
    }
}
