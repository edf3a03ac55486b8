package dev.agenthub.server.interleavings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Thorough;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that members, agents and administrators can do anything concurrently on two
 * backends: the verifier accepts the log, and it contains what they did.
 *
 * <p>All choices are drawn from a seed. {@code -Dagenthub.seed=N} tries that one, or several separated by commas;
 * with {@code -Pthorough}, or {@code -Dagenthub.thorough=true}, many new ones are tried, each named before it begins.
 */
class InterleavingsTest {

    private static final long SEED = 20_261_128;
    private static final int SEEDS = 12;
    private static final int THREADS = 8;
    private static final int STEPS_AT_ONCE = Thorough.ON ? 120 : 20;
    private static final int STEPS_IN_TURN = Thorough.ON ? 500 : 120;
    private static final int STEPS_AGAIN = Thorough.ON ? 300 : 20;

    @TempDir
    Path temporary;

    private static long[] seeds() {
        String asked = System.getProperty("agenthub.seed");
        if (asked != null) {
            return Arrays.stream(asked.split(",", -1)).mapToLong(Long::parseLong).toArray();
        }
        return Thorough.ON ? new Random().longs(SEEDS).toArray() : new long[]{SEED};
    }

    @Test
    void holdsWhateverManyDoAtOnce() throws Exception {
        for (long seed : seeds()) {
            play(seed, false, STEPS_AT_ONCE);
        }
    }

    @Test
    void holdsWhateverIsDoneInTurnAndDoesTheSameAgainFromTheSameSeed() throws Exception {
        for (long seed : seeds()) {
            List<String> first = play(seed, true, STEPS_IN_TURN);
            if (seed == seeds()[0]) {
                List<String> again = play(seed, true, STEPS_AGAIN);
                assertThat(first.subList(0, again.size())).isEqualTo(again);
            }
        }
    }

    private List<String> play(long seed, boolean inTurn, int steps) throws Exception {
        System.out.println("Interleavings " + (inTurn ? "in turn" : "at once") + ", seed " + seed);
        Path folder = Files.createTempDirectory(temporary, "backends");
        try (RandomScenario play = new RandomScenario(seed, inTurn, folder)) {
            try {
                if (inTurn) {
                    play.inTurn(steps);
                } else {
                    play.atOnce(THREADS, steps);
                }
                play.judge(folder);
            } catch (Exception | AssertionError e) {
                throw play.failure(e);
            }
            return play.transcript();
        }
    }
}
