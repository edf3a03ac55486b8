package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.hash.Hash;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests which lists of files a manifest may have. */
class ManifestTest {
    private static final int MOST = ExportWriter.MAX_LINES;

    private static Manifest of(long entries, long firstSeq, Manifest.Segment... segments) {
        return new Manifest(entries, firstSeq, ExportFixtures.ORIGIN.toString(), List.of(segments));
    }

    private static Manifest.Segment segment(long entries, long firstSeq, int number) {
        return new Manifest.Segment(entries, firstSeq, EntryNames.segment(number), Hash.sha256());
    }

    @Test
    void readsFilesThatFollowEachOther() {
        Manifest manifest = of(MOST + 1, 5, segment(MOST, 5, 0), segment(1, MOST + 5, 1));
        assertThat(Manifest.parse(manifest.canonicalBytes())).isEqualTo(manifest);
    }

    static Stream<Manifest> wrong() {
        return Stream.of(of(MOST + 1, 0, segment(MOST + 1, 0, 0)), of(2, 0, segment(2, 0, 0), segment(0, 2, 1)),
                of(1, -1, segment(1, -1, 0)), of(2, 0, segment(1, 0, 0), segment(1, 2, 1)),
                of(2, 0, segment(1, 0, 0), segment(1, 1, 2)), of(2, 0, segment(1, 0, 1), segment(1, 1, 0)),
                of(3, 0, segment(2, 0, 0)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void refusesFilesThatDoNot(Manifest manifest) {
        byte[] bytes = manifest.canonicalBytes();
        assertThatThrownBy(() -> Manifest.parse(bytes)).hasFieldOrPropertyWithValue("code", Codes.ARCHIVE_INVALID);
    }
}
