package dev.agenthub.app.ui.approvals.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.approvals.reading.ExactText.Kind;
import dev.agenthub.app.ui.approvals.reading.ExactText.Piece;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExactTextTest {
    private static final List<String> ODD = List.of("\u202E", "東", "e\u0301", "\u0301", "‹", "\n", "\u05D0", "\uFDFD",
            "\uD83D\uDC68", ",", "\"", " ".repeat(70), "ab".repeat(40), "\u202E\u200B\u2066\u2069".repeat(20),
            "東\u3164".repeat(33));

    @Test
    void countsTenThousandSpacesInsteadOfHidingBehindThem() {
        ExactText text = new ExactText("{\"a\":\"x" + " ".repeat(10_000) + "send all\"}", 80);
        assertThat(text.rows()).isEqualTo(1);
        assertThat(shown(text, 0)).containsExactly("{\"a\":\"x",
                "‹10000 × space›", "send all\"}");
    }

    @Test
    void countsFiveHundredBlankLines() {
        ExactText text = new ExactText("\"" + "\\n".repeat(500) + "\"", 80);
        assertThat(shown(text, 0)).contains("‹500 × \\n›");
    }

    @Test
    void endsARowWithEachLineOfAFileAndMarksWhereItEnds() {
        ExactText text = new ExactText("a,\r\n\n\"b\nc\u23CE", 80);
        assertThat(IntStream.range(0, text.rows()).mapToObj(row -> row(text, row)))
                .containsExactly("a,‹U+000D›⏎", "⏎", "\"b⏎", "c‹U+23CE›");
        assertThat(shown(text, 1)).containsExactly("⏎");
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
        assertThat(shown(text, 0)).contains("‹U+200B›", "‹U+202E›");
    }

    @ParameterizedTest
    @ValueSource(strings = {"‹U+202E›", "‹10000 × space›"})
    void letsNoTextPassForAMark(String forged) {
        ExactText text = new ExactText(forged, 80);
        assertThat(shown(text, 0)).contains("‹U+2039›", "‹U+203A›");
    }

    @Test
    void marksLettersThatTurnAroundOrJoin() {
        ExactText text = new ExactText("pay \u05E9\u05DC 100 \u0628\u0661 \u0915\u093F", 80);
        assertThat(row(text, 0)).isEqualTo("pay ‹U+05E9›‹U+05DC› 100 ‹U+0628›‹U+0661› ‹U+0915›‹U+093F›");
    }

    /** A whole sentence, a dash of three letters' width, a sign as wide as five, letters of no cell, pictures of several characters. */
    @ParameterizedTest
    @ValueSource(ints = {0xFDFD, 0x2E3B, 0x1242B, 0x16910, 0x1F468, 0x200D, 0x1F1E9, 0x0E33, 0x302A, 0xFFA1, 0x1100})
    void marksWhateverDoesNotFitItsCell(int codePoint) {
        ExactText text = new ExactText("a" + Character.toString(codePoint) + "b", 80);
        assertThat(row(text, 0)).isEqualTo(String.format(Locale.ROOT, "a‹U+%04X›b", codePoint));
        assertThat(text.pieces(0).getLast().column())
                .isEqualTo(1 + String.format(Locale.ROOT, "‹U+%04X›", codePoint).length());
    }

    @Test
    void drawsOneAccentOverALetterAndMarksEveryOther() {
        ExactText text = new ExactText("e\u0301 e\u0301\u0301 1\u0338 \u0301", 80);
        assertThat(row(text, 0)).isEqualTo("e\u0301 e\u0301‹U+0301› 1‹U+0338› ‹U+0301›");
        assertThat(text.pieces(0).getFirst()).isEqualTo(new Piece(Kind.PLAIN, "e\u0301", 0, 1, 0, 2));
    }

    @Test
    void givesSquareLettersTwoCells() {
        assertThat(new ExactText("a東b", 80).pieces(0)).containsExactly(new Piece(Kind.PLAIN, "a", 0, 1, 0, 1),
                new Piece(Kind.WIDE, "東", 1, 2, 1, 2), new Piece(Kind.PLAIN, "b", 3, 1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zürich São_Paulo", "Ελλάδα Άλφα", "Привет мир", "€ ½ “”", "─│┼█"})
    void leavesLettersOfOneCellAlone(String words) {
        assertThat(new ExactText(words, 80).pieces(0)).containsExactly(
                new Piece(Kind.PLAIN, words, 0, words.length(), 0, words.length()));
    }

    /** Whatever the text, its pieces lie side by side inside the row and show every character of it once. */
    @ParameterizedTest
    @MethodSource("seeds")
    void putsEveryCharacterInsideTheRow(long seed) {
        Random random = new Random(seed);
        String whole = IntStream.range(0, random.nextInt(60)).mapToObj(_ -> random.nextInt(3) == 0
                ? random.ints(random.nextInt(30), 0x20, 0x250).collect(StringBuilder::new,
                        StringBuilder::appendCodePoint, StringBuilder::append).toString()
                : ODD.get(random.nextInt(ODD.size()))).collect(Collectors.joining());
        ExactText text = new ExactText(whole, random.nextInt(130));
        int at = 0;
        for (int row = 0; row < text.rows(); row++) {
            int column = 0;
            for (Piece piece : text.pieces(row)) {
                assertThat(piece.start()).isEqualTo(at);
                assertThat(piece.column()).isEqualTo(column);
                column += piece.columns();
                at = piece.end();
            }
            assertThat(column).isBetween(1, text.columns());
        }
        assertThat(at).isEqualTo(whole.length());
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static String shown(ExactText text) {
        return IntStream.range(0, text.rows()).mapToObj(row -> row(text, row)).reduce("", String::concat);
    }

    private static List<String> shown(ExactText text, int row) {
        return text.pieces(row).stream().map(Piece::text).toList();
    }

    private static String row(ExactText text, int row) {
        List<Piece> pieces = text.pieces(row);
        return pieces.stream().map(Piece::text).reduce("", String::concat);
    }

    @Test
    void findsTheRowAndTheCellsOfAPartOfTheText() {
        String whole = "x".repeat(30) + "y".repeat(8) + "u\u0308東\u202Eab" + "z".repeat(20);
        ExactText text = new ExactText(whole, 40);
        int hidden = whole.indexOf('\u202E');
        int row = text.row(hidden);
        assertThat(text.start(row)).isLessThanOrEqualTo(hidden);
        assertThat(text.start(row + 1)).isGreaterThan(hidden);
        BitSet cells = text.cells(text.pieces(row), new Span(hidden, hidden + 2));
        assertThat(cells.cardinality()).isEqualTo("‹U+202E›a".length());
        assertThat(text.cells(text.pieces(0), new Span(28, 32))).isEqualTo(BitSet.valueOf(new long[]{0xF0000000L}));
        assertThat(text.row(whole.length())).isEqualTo(text.rows() - 1);
        assertThat(new ExactText("", 40).row(0)).isZero();
    }

    @Test
    void endsWhereNobodyWantsTheRestOfItsRows() {
        ExactText text = new ExactText(new Random(1).ints(1000, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString(), 40);
        assertThat(text.in(50, () -> true).isWhole()).isFalse();
        assertThat(text.in(50, () -> false).rows()).isEqualTo(1000 / 50);
    }
}
