package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Interruption;
import dev.agenthub.app.text.LookAlikes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** A part of a text that a reader could misread, and its position. */
public sealed interface Warning {
    /** The severity of a warning, most serious first. */
    enum Badness {
        /** It is in the target of the action, or in the name of what is changed. */
        IN_THE_TARGET,
        /** It turns the direction of the text around it. */
        TURNS, HIDES, LOOKS_ALIKE
    }

    /** Such as {@code arguments.reason}; the payload's own names, with marks. */
    String place();

    /** Its position in the exact text. */
    Span span();

    /** The same warning at another position. */
    Warning at(Span other);

    Badness badness();

    /** Characters that draw nothing, each as a mark; the span holds all of them, and what is between them. */
    record Hidden(String place, Span span, List<String> marks) implements Warning {
        private static final List<String> TURNING = "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"
                .codePoints().mapToObj(HiddenCharacters::mark).toList();

        public Hidden {
            marks = List.copyOf(marks);
        }

        @Override
        public Hidden at(Span other) {
            return new Hidden(place, other, marks);
        }

        @Override
        public Badness badness() {
            return isTarget(place)
                    ? Badness.IN_THE_TARGET
                    : marks.stream().anyMatch(TURNING::contains) ? Badness.TURNS : Badness.HIDES;
        }
    }

    /** A word of letters from alphabets that look alike. */
    record LookAlike(String place, Span span, String word, List<String> characters) implements Warning {
        public LookAlike {
            characters = List.copyOf(characters);
        }

        @Override
        public LookAlike at(Span other) {
            return new LookAlike(place, other, word, characters);
        }

        @Override
        public Badness badness() {
            return isTarget(place) ? Badness.IN_THE_TARGET : Badness.LOOKS_ALIKE;
        }
    }

    private static boolean isTarget(String place) {
        return List.of("call.http.url", "call.http.method", "call.mcp.server", "call.mcp.tool", "subject.kind",
                "subject.id").contains(place);
    }

    /**
     * Everything of the kind in names and texts of a payload, the worst first. What the
     * call takes from the arguments as it is, is named at its place there alone.
     *
     * @param payload its canonical text (RFC 8785)
     * @throws CancellationException if the thread is interrupted meanwhile
     */
    static List<Warning> in(String payload) {
        return WarningSearch.in(payload);
    }

    /** Everything of the kind in a text that stands at {@code place}, and begins at {@code start} of the whole. */
    static List<Warning> in(String place, String text, int start) {
        List<Warning> found = new ArrayList<>();
        if (WarningSearch.isPlain(text)) {
            return found;
        }
        Set<Integer> hidden = new LinkedHashSet<>();
        int first = 0;
        int end = 0;
        for (int at = 0; at < text.length();) {
            Interruption.check();
            int codePoint = text.codePointAt(at);
            int next = at + Character.charCount(codePoint);
            if (HiddenCharacters.isHidden(codePoint) && "\n\r\t".indexOf(codePoint) < 0) {
                first = hidden.isEmpty() ? at : first;
                end = next;
                hidden.add(codePoint);
            }
            at = next;
        }
        if (!hidden.isEmpty()) {
            found.add(new Hidden(place, new Span(start + first, start + end),
                    hidden.stream().map(HiddenCharacters::mark).toList()));
        }
        LookAlikes.in(text).forEach(word -> found.add(new LookAlike(place,
                new Span(start + word.start(), start + word.start() + word.word().length()),
                HiddenCharacters.marked(word.word()), word.characters())));
        return found;
    }
}
