package dev.agenthub.evidence.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class LeafRunTest {

    @Test
    void joinsToTheTreeOfAllLeavesWhereverRunsBegin() {
        Trials.of(300, random -> {
            int leaves = random.nextInt(300);
            CompactRange whole = new CompactRange();
            CompactRange joined = new CompactRange();
            LeafRun run = new LeafRun(0);
            for (int i = 0; i < leaves; i++) {
                whole.append(leaf(i));
                run.append(leaf(i));
                if (random.nextInt(20) == 0) {
                    joined.append(run);
                    assertThat(joined.root()).isEqualTo(whole.root());
                    run = new LeafRun(joined.size());
                }
            }
            joined.append(run);
            assertThat(joined.size()).isEqualTo(leaves);
            assertThat(joined.nodes()).isEqualTo(whole.nodes());
        });
    }

    @Test
    void joinsFarFromTheFirstLeaf() {
        long far = (1L << 40) - 3;
        CompactRange single = CompactRange.of(far, Collections.nCopies(Long.bitCount(far), leafHash()));
        CompactRange joined = CompactRange.of(far, Collections.nCopies(Long.bitCount(far), leafHash()));
        LeafRun run = new LeafRun(far);
        for (int i = 0; i < 10; i++) {
            single.append(leaf(i));
            run.append(leaf(i));
        }
        joined.append(run);
        assertThat(joined.nodes()).isEqualTo(single.nodes());
    }

    @Test
    void refusesARunFromAnotherPlace() {
        LeafRun run = new LeafRun(1);
        assertThatThrownBy(() -> new CompactRange().append(run)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Hash leafHash() {
        return Hash.sha256(leaf(0));
    }

    private static byte[] leaf(int number) {
        return Hash.sha256(Integer.toString(number).getBytes(StandardCharsets.US_ASCII)).bytes();
    }
}
