package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tests that entries are found by their keys, in whatever order an archive lists them. */
class EntryPlacesTest {
    private static final int MANY = 600;

    private final EntryPlaces places = new EntryPlaces();

    private void add(long key) {
        places.add(key, new ArchiveEntry("entry", 10 * key, Zip.STORED, 0, 0, 0, 0));
    }

    @Test
    void findsEachOfManyInAnyOrder() {
        LongStream.range(0, MANY).map(i -> MANY - i).forEach(this::add);
        places.requireDistinct();

        assertThat(places.count()).isEqualTo(MANY);
        assertThat(places.keys()).isEqualTo(LongStream.rangeClosed(1, MANY).toArray());
        for (long key = 1; key <= MANY; key++) {
            assertThat(places.listedAt(places.find(key))).isEqualTo(10 * key);
        }
        assertThat(places.find(0)).isNegative();
        assertThat(places.find(MANY + 1)).isNegative();
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        add(2);
        add(1);
        add(2);
        assertThatThrownBy(places::requireDistinct).hasFieldOrPropertyWithValue("code", Codes.ARCHIVE_INVALID);
    }
}
