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
 * Lays out a payload's text in a grid of rows and cells, every character of it, with nothing left to the imagination.
 *
 * <p>A character stands as itself where {@link Cells} gives it one cell or two, with at most one accent over a
 * letter; every other one stands as a mark. Nothing is shaped, joined or turned around: the order of cells is the
 * order of the text. Long repetitions become a mark that counts them, so that nothing can be buried under blank
 * space. The marks' own characters, where the text holds them, are drawn as marks too, so that no text can pass
 * for one. A line feed, which a payload never holds but files do, ends its row. Used by one thread at a time.
 */
public final class ExactText {
    /** How a piece of a row is drawn. */
    public enum Kind {
        /** As it is, each character, with its accent, in one cell. */
        PLAIN,
        /** One character in two cells. */
        WIDE,
        /** The mark of one character or of a repetition; one cell a character. */
        MARK
    }

    /**
     * What is drawn in neighbouring cells of one row.
     *
     * @param text as it is drawn
     * @param column the first cell
     * @param columns how many cells
     * @param start where what it shows begins in the whole text
     * @param end where that ends
     */
    public record Piece(Kind kind, String text, int column, int columns, int start, int end) {
        /** The same from another cell on. */
        Piece at(int otherColumn) {
            return new Piece(kind, text, otherColumn, columns, start, end);
        }

        /** The characters that it stands for; of a repetition all that are repeated. */
        IntStream characters(String whole) {
            // Twice, so that a pair that the repetition cuts is whole in it.
            return whole.substring(start, Math.min(end, start + 2 * LONGEST_PERIOD)).codePoints().distinct()
                    .filter(c -> !Character.isBmpCodePoint(c) || !Character.isSurrogate((char) c));
        }

        /** Whether each of its characters has a cell of its own. */
        private boolean isRun() {
            return kind == Kind.PLAIN && columns > 1;
        }
    }

    /** Fewer columns than this are never laid out, so that the longest mark fits into a row. */
    static final int FEWEST_COLUMNS = 40;

    private static final int SHORTEST_RUN = 64;
    private static final int FEWEST_REPEATS = 16;
    private static final int LONGEST_PERIOD = 12;
    private static final int[] PERIODS = {1, 2, 4, 6, LONGEST_PERIOD};
    /** In characters: where a repetition goes on for longer, it is compared by so many at once. */
    private static final int BLOCK = 1024;

    /** What a line feed looks like. */
    private static final String LINE_END = "⏎";
    private static final String SPACE = "space";

    private final String text;
    private final int columns;
    private final boolean markLineEnds;
    private final int[] starts;
    /**
     * For each period, where the repetition that was looked at last begins and ends: it is not walked again from each of its characters.
     */
    private final int[] runFrom = new int[PERIODS.length];
    private final int[] runEnd = new int[PERIODS.length];

    public ExactText(String text, int columns) {
        this(text, columns, true);
    }

    /** Rows that are ours need no mark where they end. */
    ExactText(String text, int columns, boolean markLineEnds) {
        this(text, columns, markLineEnds, _ -> false);
    }

    /** {@code enough} says at how many rows no more are wanted. */
    private ExactText(String text, int columns, boolean markLineEnds, IntPredicate enough) {
        this.text = text;
        this.markLineEnds = markLineEnds;
        this.columns = Math.max(FEWEST_COLUMNS, columns);
        this.starts = layOut(enough);
    }

    /** Its first rows only, which are those that the whole begins with. */
    static ExactText beginning(String text, int columns, boolean markLineEnds, int mostRows) {
        return new ExactText(text, columns, markLineEnds, rows -> rows >= mostRows);
    }

    /** The same with its first rows only, which are those that the whole begins with. */
    ExactText beginning(int otherColumns, int mostRows) {
        return new ExactText(text, otherColumns, markLineEnds, rows -> rows >= mostRows);
    }

    /** Whether all its rows are laid out. */
    boolean isWhole() {
        return starts[starts.length - 1] == text.length();
    }

    /** The same in rows of another width; only a part of them once {@code dropped} says that nobody wants them any more. */
    ExactText in(int otherColumns, BooleanSupplier dropped) {
        return new ExactText(text, otherColumns, markLineEnds, _ -> dropped.getAsBoolean());
    }

    public int columns() {
        return columns;
    }

    public int rows() {
        return starts.length - 1;
    }

    /** Where row {@code row} begins in the text; row {@link #rows()} begins at its end. */
    public int start(int row) {
        return starts[row];
    }

    /** The text this lays out. */
    public String text() {
        return text;
    }

    /** What stands in row {@code row}, from its first cell on. */
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

    /** The characters that take two cells each in these rows. */
    Set<Integer> wide(int fromRow, int toRow) {
        return IntStream.range(fromRow, toRow).mapToObj(this::pieces).flatMap(List::stream)
                .filter(piece -> piece.kind() == Kind.WIDE).map(piece -> piece.text().codePointAt(0))
                .collect(Collectors.toSet());
    }

    /** How many cells the pieces of a row take. */
    static int columns(List<Piece> pieces) {
        return pieces.isEmpty() ? 0 : pieces.getLast().column() + pieces.getLast().columns();
    }

    /** The row in which the character at {@code index} stands. */
    int row(int index) {
        int found = Arrays.binarySearch(starts, index);
        return Math.clamp(found < 0 ? -found - 2 : found, 0, Math.max(0, rows() - 1));
    }

    /** In which cells of a row something of the span stands. */
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

    /** A piece in parts for rows of which the first has less room than the others; what can't be parted stays whole. */
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

    /**
     * What is drawn for this part of the text, without the rows it is broken into; of a mark that stands for more than the part, nothing.
     */
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

    /** Ends a run of characters that stand as themselves, the last of them before {@code column}. */
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

    /** {@code shown} is null where the text is shown as it is. */
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

    /** Where what repeats itself after {@code period} characters ends, or after {@code most} more. */
    private int goesOn(int from, int period, int most) {
        int end = from;
        int last = Math.min(text.length() - from, most) + from;
        while (end < last && text.charAt(end) == text.charAt(end - period)) {
            end++;
        }
        return end;
    }

    /** What is repeated, in words; null where they are longer than {@code longest}. */
    private @Nullable String unit(int from, int to, int longest) {
        if (to == from + 1 && text.charAt(from) == ' ') {
            return longest < SPACE.length() ? null : SPACE;
        }
        StringBuilder unit = new StringBuilder(longest);
        for (int at = from; at < to;) {
            // Of a pair that the repetition cuts, its half.
            int codePoint = at + 1 < to ? text.codePointAt(at) : text.charAt(at);
            unit.append(Cells.of(codePoint) == 1 ? Character.toString(codePoint) : HiddenCharacters.mark(codePoint));
            if (unit.length() > longest) {
                return null;
            }
            at += Character.charCount(codePoint);
        }
        return unit.toString();
    }

    /** No character of a mark does. */
    private static boolean standsForItself(int codePoint) {
        return codePoint != '‹' && codePoint != '›' && codePoint != LINE_END.charAt(0);
    }
}
