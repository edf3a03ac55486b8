package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.HiddenCharacters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a payload's text in rows of so many columns, every character of it, with nothing left to the imagination.
 *
 * <p>Hidden characters become marks; long repetitions become a mark that counts them, so that nothing can be buried under blank space. The
 * marks' own characters, where the text holds them, are drawn as marks too, so that no text can pass for one. A line feed, which a payload never holds
 * but files do, ends its row.
 */
public final class ExactText {
    /** How a piece of a row is drawn. */
    public enum Kind {
        PLAIN, MARK, RIGHT_TO_LEFT
    }

    public record Piece(Kind kind, String text) {}

    private static final int SHORTEST_RUN = 64;
    private static final int FEWEST_REPEATS = 16;
    private static final int[] PERIODS = {1, 2, 4, 6, 12};
    private static final int FEWEST_COLUMNS = 20;
    private static final int[][] WIDE = {{0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3}, {0xF900, 0xFAFF},
            {0xFE30, 0xFE6F}, {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1FAFF}, {0x20000, 0x3FFFD}};

    /** What a line feed looks like. */
    private static final String LINE_END = "⏎";

    private final String text;
    private final int columns;
    private final boolean markLineEnds;
    private final int[] starts;

    public ExactText(String text, int columns) {
        this(text, columns, true);
    }

    /** Rows that are ours need no mark where they end. */
    ExactText(String text, int columns, boolean markLineEnds) {
        this.text = text;
        this.markLineEnds = markLineEnds;
        this.columns = Math.max(FEWEST_COLUMNS, columns);
        this.starts = layOut();
    }

    /** The same in rows of another width. */
    ExactText in(int otherColumns) {
        return new ExactText(text, otherColumns, markLineEnds);
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

    /** What row {@code row} shows, in the text's own order whatever direction its letters have. */
    public List<Piece> pieces(int row) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        Kind kind = Kind.PLAIN;
        int at = starts[row];
        while (at < starts[row + 1]) {
            Token token = token(at);
            if (token.kind != kind || token.kind == Kind.MARK) {
                flush(pieces, kind, plain);
                kind = token.kind;
            }
            plain.append(token.shown == null ? text.substring(at, token.end) : token.shown);
            at = token.end;
        }
        flush(pieces, kind, plain);
        return pieces;
    }

    /** What is drawn for this part of the text, without the rows it is broken into; of a mark that stands for more than the part, nothing. */
    String drawn(int from, int to) {
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

    private static void flush(List<Piece> pieces, Kind kind, StringBuilder text) {
        if (!text.isEmpty()) {
            pieces.add(new Piece(kind, text.toString()));
            text.setLength(0);
        }
    }

    private int[] layOut() {
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
                boolean atComma = !ended && breakAfter > found[count - 1] && usedAtBreak * 2 >= columns;
                int start = atComma ? breakAfter : at;
                used = atComma ? used - usedAtBreak : 0;
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = start;
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
    private record Token(int end, int width, Kind kind, @Nullable String shown) {}

    private Token token(int at) {
        int codePoint = text.codePointAt(at);
        int next = at + Character.charCount(codePoint);
        for (int period : PERIODS) {
            int repeats = repeats(at, period);
            if (repeats >= FEWEST_REPEATS && repeats * period >= SHORTEST_RUN) {
                String mark = "‹" + repeats + " × " + unit(text.substring(at, at + period)) + "›";
                return new Token(at + repeats * period, mark.length(), Kind.MARK, mark);
            }
        }
        if (codePoint == '\n') {
            return markLineEnds ? new Token(next, 1, Kind.MARK, LINE_END) : new Token(next, 0, Kind.PLAIN, "");
        }
        if (HiddenCharacters.isHidden(codePoint) || codePoint == '‹' || codePoint == '›'
                || codePoint == LINE_END.charAt(0)) {
            String mark = HiddenCharacters.mark(codePoint);
            return new Token(next, mark.length(), Kind.MARK, mark);
        }
        boolean stacked = Character.getType(codePoint) == Character.NON_SPACING_MARK
                || Character.getType(codePoint) == Character.ENCLOSING_MARK;
        if (stacked && at > 0 && isCombining(text.codePointBefore(at))) {
            String mark = HiddenCharacters.mark(codePoint);
            return new Token(next, mark.length(), Kind.MARK, mark);
        }
        byte direction = Character.getDirectionality(codePoint);
        boolean rightToLeft = direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        return new Token(next, stacked ? 0 : width(codePoint), rightToLeft ? Kind.RIGHT_TO_LEFT : Kind.PLAIN, null);
    }

    private int repeats(int at, int period) {
        int end = at + period;
        while (end < text.length() && text.charAt(end) == text.charAt(end - period)) {
            end++;
        }
        return (end - at) / period;
    }

    private static String unit(String repeated) {
        if (repeated.equals(" ")) {
            return "space";
        }
        return HiddenCharacters.marked(repeated);
    }

    private static boolean isCombining(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
    }

    /** East Asian letters and pictures take two columns in a fixed-width font. */
    private static int width(int codePoint) {
        for (int[] range : WIDE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return 2;
            }
        }
        return 1;
    }
}
