package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.hash.Hash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MonoGlyphsTest {
    /** A font with other characters is another view: what members sign as shown is the text of exact/v1. */
    @Test
    void drawsTheCharactersThatTheExactViewWasMadeWith() throws IOException {
        MonoGlyphs glyphs = bundled();
        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(glyphs::inOneCell)
                .mapToObj(Integer::toHexString).collect(Collectors.joining("\n"));
        assertThat(all.lines()).hasSize(1332);
        assertThat(Hash.sha256(all.getBytes(StandardCharsets.US_ASCII)).hex()).isEqualTo(
                "2c6c9f25bb99bda79b8ea3482fa8a7793db192082ebec985476e39d760a2201b");
    }

    @Test
    void leavesOutWhatDrawsNothingOrLeavesItsCell() throws IOException {
        MonoGlyphs glyphs = bundled();
        assertThat(" aЖΏ€│█".codePoints()).allMatch(glyphs::inOneCell);
        assertThat(IntStream.of(0x16910, 0x232B, 0x2326, 0x0301, 0x6771)).noneMatch(glyphs::inOneCell);
        assertThat(glyphs.combines(0x0301)).isTrue();
        assertThat(glyphs.combines('a')).isFalse();
    }

    @Test
    void refusesWhatIsNoFont() throws IOException {
        byte[] font;
        try (InputStream in = Fonts.regularMono()) {
            font = in.readAllBytes();
        }
        for (int length : new int[]{0, 3, 12, 200, font.length / 2}) {
            assertThatThrownBy(() -> MonoGlyphs.read(new ByteArrayInputStream(Arrays.copyOf(font, length))))
                    .as("%s bytes", length).isInstanceOf(IOException.class);
        }
    }

    private static MonoGlyphs bundled() throws IOException {
        try (InputStream in = Fonts.regularMono()) {
            return MonoGlyphs.read(in);
        }
    }
}
