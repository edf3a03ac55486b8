package dev.agenthub.server.events.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.events.relay.DeliveredRanges.Range;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Which entries of a log still have to be delivered, whatever the order in which notices come. */
class DeliveredRangesTest {
    @Test
    void missesWhatNoNoticeNamed() {
        DeliveredRanges told = new DeliveredRanges(10);
        assertThat(told.missing(10)).isEmpty();
        assertThat(told.missing(12)).containsExactly(new Range(10, 12));
        told.told(15, 20);
        told.told(12, 13);
        assertThat(told.missing(25)).containsExactly(new Range(10, 12), new Range(13, 15), new Range(20, 25));
        told.told(10, 16);
        assertThat(told.missing(20)).isEmpty();
    }

    @Test
    void agreesWithASetOfNumbersOverNoticesThatOverlap() {
        Random random = new Random(7);
        for (int trial = 0; trial < 2_000; trial++) {
            DeliveredRanges told = new DeliveredRanges(0);
            BitSet missing = new BitSet();
            missing.set(0, 20);
            for (int notice = 0; notice < 6; notice++) {
                int from = random.nextInt(20);
                int to = from + 1 + random.nextInt(20 - from);
                told.told(from, to);
                missing.clear(from, to);
                BitSet found = new BitSet();
                told.missing(20).forEach(range -> found.set((int) range.from(), (int) range.to()));
                assertThat(found).isEqualTo(missing);
            }
        }
    }
}
