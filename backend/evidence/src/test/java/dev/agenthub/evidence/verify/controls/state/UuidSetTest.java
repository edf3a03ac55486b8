package dev.agenthub.evidence.verify.controls.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.agenthub.evidence.Trials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The set of UUIDs, and the used requests that are made of it, hold what a set of the JDK holds, in the order of their text. */
class UuidSetTest {

    /** Few bits, so that many are equal, equal in one half, or zero in one. */
    private static UUID draw(Random random) {
        return new UUID(half(random), half(random));
    }

    private static long half(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(4);
            case 1 -> -random.nextInt(4);
            case 2 -> (long) random.nextInt(4) << 32;
            default -> random.nextLong();
        };
    }

    @Test
    void holdsWhatWasAddedAndNothingElse() {
        Trials.of(50, random -> {
            UuidSet set = new UuidSet();
            TreeSet<String> model = new TreeSet<>();
            for (int i = random.nextInt(3000); i > 0; i--) {
                UUID uuid = draw(random);
                set.add(uuid);
                model.add(uuid.toString());
            }
            assertThat(set.size()).isEqualTo(model.size());
            assertThat(texts(set.ascending())).containsExactlyElementsOf(model);
            for (int i = 0; i < 300; i++) {
                UUID uuid = draw(random);
                assertThat(set.contains(uuid)).isEqualTo(model.contains(uuid.toString()));
            }
            model.forEach(text -> assertThat(set.contains(UUID.fromString(text))).isTrue());
        });
    }

    /** A log can have any ids: in a table without a secret, these would all stand at one place, and each look for the next 100,000. */
    @Test
    void letsNobodyChooseIdsThatTakeEachOthersPlaces() {
        UuidSet set = new UuidSet();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (long i = 1; i <= 300_000; i++) {
                set.add(new UUID(i, Long.rotateLeft(i, 32)));
            }
        });
        assertThat(set.size()).isEqualTo(300_000);
    }

    @Test
    void joinsTheUsedRequestsOfAStateWithThoseSince() {
        Trials.of(100, random -> {
            UuidSet before = new UuidSet();
            TreeSet<String> model = new TreeSet<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                UUID uuid = draw(random);
                before.add(uuid);
                model.add(uuid.toString());
            }
            UsedRequests used = new UsedRequests(before.ascending());
            for (int i = random.nextInt(20); i > 0; i--) {
                UUID uuid = draw(random);
                used.add(uuid);
                model.add(uuid.toString());
            }
            assertThat(texts(used)).containsExactlyElementsOf(model);
            UsedRequests copy = used.copy();
            assertThat(texts(copy)).containsExactlyElementsOf(model);
            for (int i = 0; i < 100; i++) {
                UUID uuid = draw(random);
                assertThat(used.contains(uuid)).isEqualTo(model.contains(uuid.toString()));
                assertThat(copy.contains(uuid)).isEqualTo(model.contains(uuid.toString()));
            }
        });
    }

    private static List<String> texts(UsedRequests used) {
        List<String> texts = new ArrayList<>();
        used.<RuntimeException>visit((high, low) -> texts.add(new UUID(high, low).toString()));
        return texts;
    }

    private static List<String> texts(long[] pairs) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            texts.add(new UUID(pairs[i], pairs[i + 1]).toString());
        }
        return texts;
    }
}
