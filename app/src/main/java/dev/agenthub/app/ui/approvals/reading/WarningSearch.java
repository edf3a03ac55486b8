package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Goes through a payload as its canonical text is written (RFC 8785), and so knows where in that text everything stands. */
final class WarningSearch {
    /** What the arguments hold, and is named there. */
    private final Set<String> given = new HashSet<>();
    private final List<Warning> found = new ArrayList<>();
    /** Of what is looked at; millions of values may stand in each other, and few are warned of. */
    private final StringBuilder place = new StringBuilder();
    private int at;

    private WarningSearch() {}

    /** The worst first; those as bad as each other in the order of the text. */
    static List<Warning> in(JsonObject payload) {
        WarningSearch search = new WarningSearch();
        search.collectTexts(payload.get("arguments"));
        search.object(payload, false);
        search.found.sort(Comparator.comparing(Warning::badness));
        return search.found;
    }

    private void collectTexts(@Nullable JsonValue value) {
        switch (value) {
            case JsonObject object -> object.members().forEach((name, member) -> {
                given.add(name);
                collectTexts(member);
            });
            case JsonArray array -> array.items().forEach(this::collectTexts);
            case JsonString string -> given.add(string.value());
            case null, default -> {
                // Numbers and literals hold only ASCII.
            }
        }
    }

    private void value(JsonValue value, boolean inCall) {
        switch (value) {
            case JsonObject object -> object(object, inCall);
            case JsonArray array -> {
                at++;
                int above = place.length();
                for (int i = 0; i < array.items().size(); i++) {
                    at += i == 0 ? 0 : 1;
                    place.append('[').append(i).append(']');
                    value(array.items().get(i), inCall);
                    place.setLength(above);
                }
                at++;
            }
            case JsonString string -> string(string.value(), inCall);
            case JsonNumber number -> at += number.literal().length();
            case JsonBoolean bool -> at += Boolean.toString(bool.value()).length();
            case JsonNull _ -> at += "null".length();
        }
    }

    private void object(JsonObject object, boolean inCall) {
        at++;
        int above = place.length();
        boolean first = true;
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            at += first ? 0 : 1;
            first = false;
            String name = member.getKey();
            place.append(above == 0 ? "" : ".").append(isPlain(name) ? name : HiddenCharacters.marked(name));
            string(name, inCall);
            at++;
            value(member.getValue(), inCall || (above == 0 && name.equals("call")));
            place.setLength(above);
        }
        at++;
    }

    private void string(String text, boolean inCall) {
        int start = at + 1;
        at += written(text, text.length()) + 2;
        if (!isPlain(text) && (!inCall || !given.contains(text))) {
            Warning.in(place.toString(), text, 0).forEach(warning -> found.add(warning.at(
                    new Span(start + written(text, warning.span().start()),
                            start + written(text, warning.span().end())))));
        }
    }

    /** Whether it holds only what everybody sees as it is. */
    static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7F || (c < ' ' && "\n\r\t".indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }

    /** How many characters the first {@code length} of a text take in its canonical form. */
    private static int written(String text, int length) {
        int written = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            written += c == '"' || c == '\\' || "\b\f\n\r\t".indexOf(c) >= 0 ? 1 : c < ' ' ? 5 : 0;
        }
        return written;
    }
}
