package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Interruption;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes once through the canonical text of a payload (RFC 8785), in which the members of an object are in order. Makes no values of it:
 * millions may stand in each other, and few are warned of.
 */
final class WarningSearch {
    /** The member of a payload in which a text stands. */
    private enum Member {
        ARGUMENTS, CALL, OTHER;

        static Member of(String name) {
            return switch (name) {
                case "arguments" -> ARGUMENTS;
                case "call" -> CALL;
                default -> OTHER;
            };
        }
    }

    private final String payload;
    /** What the arguments hold that is not plain, and is named there. They stand before the call. */
    private final Set<String> given = new HashSet<>();
    private final List<Warning> found = new ArrayList<>();
    /** Of what is looked at. */
    private final StringBuilder place = new StringBuilder();
    private int at;

    private WarningSearch(String payload) {
        this.payload = payload;
    }

    /** The worst first; those as bad as each other in the order of the text. */
    static List<Warning> in(String payload) {
        WarningSearch search = new WarningSearch(payload);
        search.members(true, Member.OTHER);
        search.found.sort(Comparator.comparing(Warning::badness));
        return search.found;
    }

    private void value(Member within) {
        Interruption.check();
        switch (payload.charAt(at)) {
            case '{' -> members(false, within);
            case '[' -> items(within);
            case '"' -> warn(text(), within);
            default -> {
                // Numbers and literals hold only ASCII.
                while (!isAfterWord(payload.charAt(at))) {
                    at++;
                }
            }
        }
    }

    private static boolean isAfterWord(char c) {
        return c == ',' || c == ']' || c == '}';
    }

    private void items(Member within) {
        int above = place.length();
        at++;
        for (int i = 0; payload.charAt(at) != ']'; i++) {
            at += i == 0 ? 0 : 1;
            place.append('[').append(i).append(']');
            value(within);
            place.setLength(above);
        }
        at++;
    }

    private void members(boolean whole, Member within) {
        int above = place.length();
        at++;
        for (boolean first = true; payload.charAt(at) != '}'; first = false) {
            at += first ? 0 : 1;
            Text name = text();
            place.append(above == 0 ? "" : ".")
                    .append(name.plain ? name.value() : HiddenCharacters.marked(name.value()));
            warn(name, within);
            at++;
            value(whole ? Member.of(name.value()) : within);
            place.setLength(above);
        }
        at++;
    }

    /** Goes past a string. */
    private Text text() {
        int from = at + 1;
        boolean plain = true;
        boolean escaped = false;
        int end = from;
        for (char c = payload.charAt(end); c != '"'; c = payload.charAt(end)) {
            if (c == '\\') {
                escaped = true;
                plain &= isPlainEscape(payload.charAt(end + 1));
                end += 2;
            } else {
                plain &= isPlain(c);
                end++;
            }
        }
        at = end + 1;
        return new Text(from, end, plain, escaped);
    }

    private static boolean isPlainEscape(char c) {
        return c != 'b' && c != 'f' && c != 'u';
    }

    private void warn(Text text, Member within) {
        if (text.plain) {
            return;
        }
        String value = text.value();
        if (within == Member.ARGUMENTS) {
            given.add(value);
        }
        if (within != Member.CALL || !given.contains(value)) {
            Written written = new Written(value);
            Warning.in(place.toString(), value, 0).forEach(warning -> found.add(warning.at(
                    new Span(text.from + written.length(warning.span().start()),
                            text.from + written.length(warning.span().end())))));
        }
    }

    /** Whether it holds only what everybody sees as it is. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(char c) {
        return c < 0x7F && (c >= ' ' || c == '\n' || c == '\r' || c == '\t');
    }

    /** A string of the payload, between its quotes. */
    private final class Text {
        private final int from;
        private final int end;
        private final boolean plain;
        private final boolean escaped;

        Text(int from, int end, boolean plain, boolean escaped) {
            this.from = from;
            this.end = end;
            this.plain = plain;
            this.escaped = escaped;
        }

        String value() {
            return escaped
                    ? ((JsonString) JsonValue.parse(
                            payload.substring(from - 1, end + 1).getBytes(StandardCharsets.UTF_8))).value()
                    : payload.substring(from, end);
        }
    }

    /** How many characters the beginning of a text takes in its canonical form; goes on from the beginning that was asked for last. */
    private static final class Written {
        private final String text;
        private int index;
        private int length;

        Written(String text) {
            this.text = text;
        }

        int length(int beginning) {
            if (beginning < index) {
                index = 0;
                length = 0;
            }
            for (; index < beginning; index++) {
                char c = text.charAt(index);
                length += c == '"' || c == '\\' || "\b\f\n\r\t".indexOf(c) >= 0 ? 2 : c < ' ' ? 6 : 1;
            }
            return length;
        }
    }
}
