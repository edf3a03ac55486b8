package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.ui.common.Cells;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lays out every character of a payload's text in a grid of rows and cells.
 *
 * <p>A character is drawn as itself if {@link Cells} gives it one or two cells; a letter may carry one accent. Every
 * other character is drawn as a mark, such as its code point. Cells are in the order of the text: nothing is shaped,
 * joined or reordered. A long repetition is drawn as a mark with its count, so that blank space hides nothing. The
 * characters that marks consist of are themselves drawn as marks, so that no text looks like a mark. A line feed ends
 * its row; files may contain them, payloads do not. Not thread-safe.
 */
public final class ExactText {
    /** How a piece of a row is drawn. */
    public enum Kind {
        /** Characters drawn as themselves, each with its accent in one cell. */
        PLAIN,
        /** One character, drawn as itself in two cells. */
        WIDE,
        /** The mark of one character or of a repetition, with one cell per character of the mark. */
        MARK
    }

    /**
     * What is drawn in adjacent cells of one row.
     *
     * @param text the characters that are drawn
     * @param column the index of the first cell, from 0
     * @param columns the number of cells
     * @param start the index in the whole text at which the piece begins, in {@code char}s
     * @param end the index at which it ends, exclusive
     */
    public record Piece(Kind kind, String text, int column, int columns, int start, int end) {
        /** The same piece, beginning at another cell. */
        Piece at(int otherColumn) {
            return new Piece(kind, text, otherColumn, columns, start, end);
        }

        /** The distinct code points that the piece represents; for a repetition, those of its unit. */
        IntStream characters(String whole) {
            // Two units, because a unit may begin or end within a surrogate pair.
            return whole.substring(start, Math.min(end, start + 2 * LONGEST_PERIOD)).codePoints().distinct()
                    .filter(c -> !Character.isBmpCodePoint(c) || !Character.isSurrogate((char) c));
        }

        /** Whether each of its characters has a cell of its own. */
        private boolean isRun() {
            return kind == Kind.PLAIN && columns > 1;
        }
    }

    /** The minimum number of columns, in which the longest mark fits. */
    static final int FEWEST_COLUMNS = 40;

    private static final int SHORTEST_RUN = 64;
    private static final int FEWEST_REPEATS = 16;
    private static final int LONGEST_PERIOD = 12;
    private static final int[] PERIODS = {1, 2, 4, 6, LONGEST_PERIOD};
    /** The number of {@code char}s that are compared at once in a long repetition. */
    private static final int BLOCK = 1024;

    /** The mark of a line feed. */
    private static final String LINE_END = "⏎";
    private static final String SPACE = "space";

    private final String text;
    private final int columns;
    private final boolean markLineEnds;
    private final int[] starts;
    /** For each period, the bounds of the repetition that was measured last, so that it is measured once and not from each character. */
    private final int[] runFrom = new int[PERIODS.length];
    private final int[] runEnd = new int[PERIODS.length];

    public ExactText(String text, int columns) {
        this(text, columns, true);
    }

    /** {@code markLineEnds} is false for text of this program, whose line feeds need no mark. */
    ExactText(String text, int columns, boolean markLineEnds) {
        this(text, columns, markLineEnds, _ -> false);
    }

    /** {@code enough} is asked with the number of rows so far; once it returns true, the layout stops. */
    private ExactText(String text, int columns, boolean markLineEnds, IntPredicate enough) {
        this.text = text;
        this.markLineEnds = markLineEnds;
        this.columns = Math.max(FEWEST_COLUMNS, columns);
        this.starts = layOut(enough);
    }

    /** Lays out only the first rows, at most {@code mostRows}; they equal the first rows of the complete layout. */
    static ExactText beginning(String text, int columns, boolean markLineEnds, int mostRows) {
        return new ExactText(text, columns, markLineEnds, rows -> rows >= mostRows);
    }

    /** Lays out only the first rows of the same text in another width. */
    ExactText beginning(int otherColumns, int mostRows) {
        return new ExactText(text, otherColumns, markLineEnds, rows -> rows >= mostRows);
    }

    /** Whether the whole text is laid out. */
    boolean isWhole() {
        return starts[starts.length - 1] == text.length();
    }

    /** Lays out the same text in another width. Stops, with the rows so far, once {@code dropped} returns true. */
    ExactText in(int otherColumns, BooleanSupplier dropped) {
        return new ExactText(text, otherColumns, markLineEnds, _ -> dropped.getAsBoolean());
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return starts.length - 1;
    }

    /** The index in the text at which row {@code row} begins; for {@link #rows()}, the text's length. */
    public int start(int row) {
        return starts[row];
    }

    /** The text that is laid out. */
    public String text() {
        return text;
    }

    /** The pieces of row {@code row}, ordered by their first cell. */
    public List<Piece> pieces(int row) {
        List<Piece> pieces = new ArrayList<>();
        int runStart = starts[row];
        int run = 0;
        int column = 0;
        for (int at = starts[row]; at < starts[row + 1];) {
            Token token = token(at);
            boolean simple = token.shown == null && token.width == 1
                    && token.end - at == Character.charCount(text.codePointAt(at));
            if (!simple) {
                flush(pieces, runStart, at, column, run);
                if (token.shown == null || !token.shown.isEmpty()) {
                    Kind kind = token.shown != null ? Kind.MARK : token.width == 2 ? Kind.WIDE : Kind.PLAIN;
                    String shown = token.shown == null ? text.substring(at, token.end) : token.shown;
                    pieces.add(new Piece(kind, shown, column, token.width, at, token.end));
                }
                runStart = token.end;
                run = 0;
            } else {
                run++;
            }
            column += token.width;
            at = token.end;
        }
        flush(pieces, runStart, starts[row + 1], column, run);
        return pieces;
    }

    /** The code points that take two cells, in the rows from {@code fromRow} to {@code toRow}, exclusive. */
    Set<Integer> wide(int fromRow, int toRow) {
        return IntStream.range(fromRow, toRow).mapToObj(this::pieces).flatMap(List::stream)
                .filter(piece -> piece.kind() == Kind.WIDE).map(piece -> piece.text().codePointAt(0))
                .collect(Collectors.toSet());
    }

    /** The number of cells that a row's pieces take. */
    static int columns(List<Piece> pieces) {
        return pieces.isEmpty() ? 0 : pieces.getLast().column() + pieces.getLast().columns();
    }

    /** The row that contains the character at {@code index}. */
    int row(int index) {
        int found = Arrays.binarySearch(starts, index);
        return Math.clamp(found < 0 ? -found - 2 : found, 0, Math.max(0, rows() - 1));
    }

    /** The indices of a row's cells that show a part of the span. */
    BitSet cells(List<Piece> pieces, Span span) {
        BitSet cells = new BitSet();
        for (Piece piece : pieces) {
            int from = Math.max(span.start(), piece.start());
            int to = Math.min(span.end(), piece.end());
            if (from < to && piece.isRun()) {
                int column = piece.column() + text.codePointCount(piece.start(), from);
                cells.set(column, column + text.codePointCount(from, to));
            } else if (from < to) {
                cells.set(piece.column(), piece.column() + piece.columns());
            }
        }
        return cells;
    }

    /** Splits a piece for a first row of {@code firstRoom} cells and further rows of {@code room} cells; marks are not split. */
    List<Piece> cut(Piece whole, int firstRoom, int room) {
        if (!whole.isRun() || whole.columns() <= firstRoom) {
            return List.of(whole);
        }
        List<Piece> parts = new ArrayList<>();
        int start = whole.start();
        for (int left = whole.columns(), now = Math.min(left, firstRoom); left > 0; now = Math.min(left, room)) {
            int end = text.offsetByCodePoints(start, now);
            if (now > 0) {
                parts.add(new Piece(Kind.PLAIN, text.substring(start, end), 0, now, start, end));
            }
            left -= now;
            start = end;
        }
        return parts;
    }

    /** The characters drawn for a part of the text, without line breaks. A mark that extends past the part is left out. */
    public String drawn(int from, int to) {
        StringBuilder drawn = new StringBuilder(to - from);
        for (int at = from; at < to;) {
            Token token = token(at);
            if (token.end <= to) {
                drawn.append(token.shown == null ? text.substring(at, token.end) : token.shown);
            }
            at = token.end;
        }
        return drawn.toString();
    }

    /** Adds the piece of a run of characters drawn as themselves, whose last cell is before {@code column}. */
    private void flush(List<Piece> pieces, int start, int end, int column, int columnsOfRun) {
        if (columnsOfRun > 0) {
            pieces.add(
                    new Piece(Kind.PLAIN, text.substring(start, end), column - columnsOfRun, columnsOfRun, start, end));
        }
    }

    private int[] layOut(IntPredicate enough) {
        int[] found = new int[16];
        int count = 1;
        int used = 0;
        int breakAfter = -1;
        int usedAtBreak = 0;
        boolean inString = false;
        boolean escaped = false;
        boolean ended = false;
        int at = 0;
        while (at < text.length()) {
            Token token = token(at);
            if (ended || (used > 0 && used + token.width > columns)) {
                boolean atComma = !ended && breakAfter > found[count - 1] && usedAtBreak * 2 >= columns
                        && used - usedAtBreak + token.width <= columns;
                int start = atComma ? breakAfter : at;
                used = atComma ? used - usedAtBreak : 0;
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = start;
                if (enough.test(count - 1)) {
                    return Arrays.copyOf(found, count);
                }
            }
            used += token.width;
            char character = text.charAt(at);
            boolean single = token.end == at + 1;
            if (single && character == '"' && !escaped) {
                inString = !inString;
            }
            escaped = single && inString && character == '\\' && !escaped;
            at = token.end;
            ended = text.charAt(at - 1) == '\n';
            inString &= !ended;
            if (single && character == ',' && !inString) {
                breakAfter = at;
                usedAtBreak = used;
            }
        }
        if (text.isEmpty()) {
            return new int[]{0};
        }
        int[] exact = Arrays.copyOf(found, count + 1);
        exact[count] = text.length();
        return exact;
    }

    /** {@code shown} is the mark to draw; null where the text is drawn as itself. */
    private record Token(int end, int width, @Nullable String shown) {
        static Token marked(int end, String mark) {
            return new Token(end, mark.codePointCount(0, mark.length()), mark);
        }
    }

    private Token token(int at) {
        int codePoint = text.codePointAt(at);
        int next = at + Character.charCount(codePoint);
        Token repetition = repetition(at);
        if (repetition != null) {
            return repetition;
        }
        if (codePoint == '\n') {
            return markLineEnds ? Token.marked(next, LINE_END) : new Token(next, 0, "");
        }
        int width = standsForItself(codePoint) ? Cells.of(codePoint) : Cells.NONE;
        if (width == Cells.NONE) {
            return Token.marked(next, HiddenCharacters.mark(codePoint));
        }
        boolean accented = width == 1 && next < text.length() && Character.isLetter(codePoint)
                && Cells.combines(text.codePointAt(next));
        return new Token(accented ? next + Character.charCount(text.codePointAt(next)) : next, width, null);
    }

    private @Nullable Token repetition(int at) {
        for (int i = 0; i < PERIODS.length; i++) {
            int period = PERIODS[i];
            int repeats = repeats(at, i);
            if (repeats >= FEWEST_REPEATS && repeats * period >= SHORTEST_RUN) {
                String before = "‹" + repeats + " × ";
                String unit = unit(at, at + period, FEWEST_COLUMNS - before.length() - 1);
                if (unit != null) {
                    return Token.marked(at + repeats * period, before + unit + "›");
                }
            }
        }
        return null;
    }

    private int repeats(int at, int which) {
        int period = PERIODS[which];
        if (at < runFrom[which] || at + period > runEnd[which]) {
            int end = goesOn(at + period, period, SHORTEST_RUN);
            while (end - at - period >= SHORTEST_RUN && text.regionMatches(end, text, end - period, BLOCK)) {
                end += BLOCK;
            }
            end = goesOn(end, period, BLOCK);
            runFrom[which] = at;
            runEnd[which] = end;
        }
        return (runEnd[which] - at) / period;
    }

    /** The index at which the repetition with this period ends, at most {@code most} {@code char}s after {@code from}. */
    private int goesOn(int from, int period, int most) {
        int end = from;
        int last = Math.min(text.length() - from, most) + from;
        while (end < last && text.charAt(end) == text.charAt(end - period)) {
            end++;
        }
        return end;
    }

    /** The text of a repeated unit for its mark; null if longer than {@code longest}. */
    private @Nullable String unit(int from, int to, int longest) {
        if (to == from + 1 && text.charAt(from) == ' ') {
            return longest < SPACE.length() ? null : SPACE;
        }
        StringBuilder unit = new StringBuilder(longest);
        for (int at = from; at < to;) {
            // A unit may end within a surrogate pair; then this is one half of the pair.
            int codePoint = at + 1 < to ? text.codePointAt(at) : text.charAt(at);
            unit.append(Cells.of(codePoint) == 1 ? Character.toString(codePoint) : HiddenCharacters.mark(codePoint));
            if (unit.length() > longest) {
                return null;
            }
            at += Character.charCount(codePoint);
        }
        return unit.toString();
    }

    /** False for the characters that marks consist of. */
    private static boolean standsForItself(int codePoint) {
        return codePoint != '‹' && codePoint != '›' && codePoint != LINE_END.charAt(0);
    }
}
