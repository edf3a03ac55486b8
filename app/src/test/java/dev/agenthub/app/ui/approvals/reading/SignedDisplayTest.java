package dev.agenthub.app.ui.approvals.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Display;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement says of a text that was on screen. */
final class SignedDisplayTest {
    private static final String BLANK = " ".repeat(100);
    private static final String TEXT = "{\"a\":\"x\u202Ey\u05D0 ab\u20ACz" + BLANK + "‹!›,\",\"b\":["
            + "1,20,".repeat(40)
            + "3]}";

    private static Display part(String text, int from, int to) {
        BitSet seen = new BitSet();
        seen.set(from, to);
        return Objects.requireNonNull(SignedDisplay.part(seen).of(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 41, 77, 400})
    void isOfTheTextThatIsDrawnInRowsOfAnyWidth(int columns) {
        ExactText exact = new ExactText(TEXT, columns);
        String drawn = IntStream.range(0, exact.rows()).mapToObj(exact::pieces)
                .map(pieces -> pieces.stream().map(ExactText.Piece::text).collect(Collectors.joining()))
                .collect(Collectors.joining());

        assertThat(drawn).contains("‹U+202E›", "‹100 × space›");
        assertThat(SignedDisplay.WHOLE.of(TEXT)).isEqualTo(new Display(drawn.codePointCount(0, drawn.length()),
                drawn.codePointCount(0, drawn.length()), Hash.sha256(drawn.getBytes(StandardCharsets.UTF_8)),
                "exact/v1"));
    }

    @Test
    void countsCodePointsAndAllThatAMarkDrawsForTheCharacterThatWasSeen() {
        assertThat(part("ab\u202Ecd", 2, 3).seen()).isEqualTo("‹U+202E›".length());
        assertThat(part("ab\u202Ecd", 2, 4).seen()).isEqualTo("‹U+202E›c".length());
        assertThat(part("ab\u202Ecd", 0, 0).seen()).isZero();
        assertThat(part("a" + BLANK + "b", 1, 101).seen()).isEqualTo("‹100 × space›".length());
        assertThat(part("a" + BLANK + "b", 0, 50).seen()).as("of a mark that was not seen whole, nothing").isEqualTo(1);
        Display outsideThePlane = part("a\uD840\uDC00b", 1, 4);
        assertThat(outsideThePlane.seen()).isEqualTo(outsideThePlane.of() - 1);
    }

    @Test
    void saysNothingWithoutAScreen() {
        assertThat(SignedDisplay.WITHOUT_SCREEN.of(TEXT)).isNull();
    }
}
