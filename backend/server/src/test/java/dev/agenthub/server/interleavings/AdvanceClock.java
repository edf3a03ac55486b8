package dev.agenthub.server.interleavings;

import java.time.Duration;

/** Advances the clock: by seconds, by minutes that end holds, or by an hour that expires requests. */
final class AdvanceClock implements RandomAction {

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public void perform(Turn turn) {
        Duration passing = switch (turn.random.nextInt(20)) {
            case 0 -> Duration.ofMinutes(65);
            case 1, 2, 3, 4, 5, 6 -> Duration.ofMinutes(2 + turn.random.nextInt(12));
            default -> Duration.ofSeconds(1 + turn.random.nextInt(60));
        };
        turn.world.backends.clock().advance(passing);
        turn.note("after " + passing);
    }
}
