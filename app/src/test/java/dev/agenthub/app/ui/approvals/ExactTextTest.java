package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.approvals.ExactText.Kind;
import dev.agenthub.app.ui.approvals.ExactText.Piece;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExactTextTest {
    @Test
    void countsTenThousandSpacesInsteadOfHidingBehindThem() {
        ExactText text = new ExactText("{\"a\":\"x" + " ".repeat(10_000) + "send all\"}", 80);
        assertThat(text.rows()).isEqualTo(1);
        assertThat(text.pieces(0)).containsExactly(new Piece(Kind.PLAIN, "{\"a\":\"x"),
                new Piece(Kind.MARK, "‹10000 × space›"), new Piece(Kind.PLAIN, "send all\"}"));
    }

    @Test
    void countsFiveHundredBlankLines() {
        ExactText text = new ExactText("\"" + "\\n".repeat(500) + "\"", 80);
        assertThat(text.pieces(0)).contains(new Piece(Kind.MARK, "‹500 × \\n›"));
    }

    @Test
    void endsARowWithEachLineOfAFileAndMarksWhereItEnds() {
        ExactText text = new ExactText("a,\r\n\n\"b\nc\u23CE", 80);
        assertThat(IntStream.range(0, text.rows()).mapToObj(row -> row(text, row)))
                .containsExactly("a,‹U+000D›⏎", "⏎", "\"b⏎", "c‹U+23CE›");
        assertThat(text.pieces(1)).containsExactly(new Piece(Kind.MARK, "⏎"));
        assertThat(row(new ExactText("a\nb\n", 80, false), 0)).isEqualTo("a");
        assertThat(new ExactText("a\nb\n", 80, false).rows()).isEqualTo(2);
    }

    @Test
    void wrapsALineOfSixteenKilobytesWithoutLosingACharacter() {
        String line = IntStream.range(0, 4000).mapToObj(i -> Integer.toString(i % 97)).reduce("", String::concat);
        ExactText text = new ExactText("\"" + line + "\"", 80);
        assertThat(shown(text)).isEqualTo("\"" + line + "\"");
        assertThat(IntStream.range(0, text.rows()).map(row -> text.start(row + 1) - text.start(row)).toArray())
                .satisfies(lengths -> assertThat(IntStream.of(lengths)).allMatch(length -> length <= 80));
    }

    @Test
    void laysOutTenMegabytesSoonEnoughToScroll() {
        StringBuilder payload = new StringBuilder("[");
        for (int i = 0; payload.length() < 10_000_000; i++) {
            payload.append("\"item ").append(i).append("\",");
        }
        String whole = payload.append("0]").toString();
        ExactText text = new ExactText(whole, 100);
        assertThat(text.rows()).isGreaterThan(100_000);
        assertThat(text.start(text.rows())).isEqualTo(whole.length());
    }

    @Test
    void coversEveryCharacterOnceWhateverTheWidth() {
        String whole = "{\"a\":\"аpple\u202E\u3164\",\"b\":\"" + "ab".repeat(70)
                + "\",\"c\":[1,2,3],\"d\":\"שלום 東京\"}";
        for (int columns = 20; columns < 120; columns++) {
            ExactText text = new ExactText(whole, columns);
            assertThat(text.start(0)).isZero();
            for (int row = 0; row < text.rows(); row++) {
                assertThat(text.start(row + 1)).isGreaterThan(text.start(row));
            }
            assertThat(text.start(text.rows())).isEqualTo(whole.length());
        }
    }

    @Test
    void breaksRowsAfterCommasThatSeparateNotInsideText() {
        ExactText text = new ExactText("{\"first\":\"one, two\",\"second\":\"three, four, five\"}", 30);
        assertThat(row(text, 0)).isEqualTo("{\"first\":\"one, two\",");
    }

    @Test
    void marksHiddenCharactersInKeysAndValues() {
        ExactText text = new ExactText("{\"a\u200B\":\"b\u202E\"}", 80);
        assertThat(text.pieces(0)).contains(new Piece(Kind.MARK, "‹U+200B›"), new Piece(Kind.MARK, "‹U+202E›"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"‹U+202E›", "‹10000 × space›"})
    void letsNoTextPassForAMark(String forged) {
        ExactText text = new ExactText(forged, 80);
        assertThat(text.pieces(0)).contains(new Piece(Kind.MARK, "‹U+2039›"), new Piece(Kind.MARK, "‹U+203A›"));
    }

    @Test
    void keepsLettersOfTheOtherDirectionInAPieceOfTheirOwn() {
        ExactText text = new ExactText("pay שלום 100", 80);
        assertThat(text.pieces(0)).extracting(Piece::kind).containsExactly(Kind.PLAIN, Kind.RIGHT_TO_LEFT, Kind.PLAIN);
    }

    private static String shown(ExactText text) {
        return IntStream.range(0, text.rows()).mapToObj(row -> row(text, row)).reduce("", String::concat);
    }

    private static String row(ExactText text, int row) {
        List<Piece> pieces = text.pieces(row);
        return pieces.stream().map(Piece::text).reduce("", String::concat);
    }
}
