package dev.agenthub.app.ui.approvals.changes;

import java.util.ArrayList;
import java.util.List;

/** Two texts cut to what shows how they differ: both ends of each and what is around the difference. What is left out is counted. */
public final class Excerpt {
    private static final int AROUND = 40;

    /** The kinds of parts. */
    public enum Kind {
        /** Both texts have it. */
        SAME,
        /** Only this one has it. */
        DIFFERENT,
        /** No text, only the number of characters left out here. */
        LEFT_OUT
    }

    public record Part(Kind kind, String text, int left) {}

    private final String text;
    private final int from;
    private final int to;
    private final List<Part> parts = new ArrayList<>();

    private Excerpt(String text, int from, int to) {
        this.text = text;
        this.from = from;
        this.to = to;
    }

    /** Cuts a text that is compared with nothing; all of it is of {@code kind}. */
    public static List<Part> of(String text, Kind kind) {
        Excerpt excerpt = new Excerpt(text, 0, text.length());
        excerpt.add(kind, 0, text.length(), AROUND, AROUND);
        return List.copyOf(excerpt.parts);
    }

    /** Cuts a text to what shows how it differs from {@code other}. */
    public static List<Part> of(String text, String other) {
        int shorter = Math.min(text.length(), other.length());
        int start = 0;
        while (start < shorter && text.charAt(start) == other.charAt(start)) {
            start++;
        }
        if (start > 0 && Character.isHighSurrogate(text.charAt(start - 1))) {
            start--;
        }
        int end = 0;
        while (end < shorter - start
                && text.charAt(text.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        if (end > 0 && Character.isLowSurrogate(text.charAt(text.length() - end))) {
            end--;
        }
        Excerpt excerpt = new Excerpt(text, start, text.length() - end);
        excerpt.add(Kind.SAME, 0, excerpt.from, AROUND, AROUND);
        excerpt.add(Kind.DIFFERENT, excerpt.from, excerpt.to, 2 * AROUND, 2 * AROUND);
        excerpt.add(Kind.SAME, excerpt.to, text.length(), AROUND, AROUND);
        return List.copyOf(excerpt.parts);
    }

    private void add(Kind kind, int start, int end, int head, int tail) {
        if (start >= end) {
            return;
        }
        // What is left out must be worth its words.
        if (end - start <= head + tail + AROUND) {
            parts.add(new Part(kind, text.substring(start, end), 0));
            return;
        }
        int first = Character.isHighSurrogate(text.charAt(start + head - 1)) ? start + head - 1 : start + head;
        int last = Character.isLowSurrogate(text.charAt(end - tail)) ? end - tail + 1 : end - tail;
        parts.add(new Part(kind, text.substring(start, first), 0));
        parts.add(new Part(Kind.LEFT_OUT, "", text.codePointCount(first, last)));
        parts.add(new Part(kind, text.substring(last, end), 0));
    }
}
