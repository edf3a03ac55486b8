package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.text.Bidi;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text of a payload as its script wants it, which is not how it is executed.
 *
 * @param place such as {@code arguments.reason}, with marks
 * @param text what turns or hides other text stands as marks in it; joiners between letters stay, without which some scripts can't be read
 * @param left how many characters there are behind it, which are not drawn
 * @param rightToLeft whether it begins at the right
 */
public record ReadableText(String place, String text, int left, boolean rightToLeft) {
    private static final int LONGEST = 2000;

    /** The texts of what a person reads: of the arguments, and of a call what it did not take from them as it is. */
    public static List<ReadableText> in(JsonObject payload) {
        List<ReadableText> found = new ArrayList<>();
        JsonValue arguments = payload.get("arguments");
        collect("arguments", arguments, found);
        collect("after", payload.get("after"), found);
        if (payload.get("call") instanceof JsonObject call) {
            call.members().forEach((kind, way) -> {
                if (way instanceof JsonObject members) {
                    members.members().forEach((name, value) -> {
                        if (!value.equals(arguments)) {
                            collect("call." + kind + "." + name, value, found);
                        }
                    });
                }
            });
        }
        return found;
    }

    private static void collect(String place, @Nullable JsonValue value, List<ReadableText> found) {
        switch (value) {
            case JsonObject object -> object.members().forEach(
                    (name, member) -> collect(place + "." + HiddenCharacters.marked(name), member, found));
            case JsonArray array -> {
                int i = 0;
                for (JsonValue item : array.items()) {
                    collect(place + "[" + i++ + "]", item, found);
                }
            }
            case JsonString string when !string.value().isEmpty() -> found.add(of(place, string.value()));
            case null, default -> {
                // No text.
            }
        }
    }

    private static ReadableText of(String place, String text) {
        int end = Math.min(text.length(), LONGEST);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        String shown = text.substring(0, end);
        boolean rightToLeft = !new Bidi(shown, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
        return new ReadableText(place, marked(shown), text.length() - end, rightToLeft);
    }

    private static String marked(String text) {
        StringBuilder marked = new StringBuilder();
        int before = ' ';
        for (int at = 0; at < text.length();) {
            int codePoint = text.codePointAt(at);
            at += Character.charCount(codePoint);
            boolean joiner = (codePoint == 0x200C || codePoint == 0x200D) && isLetter(before) && at < text.length()
                    && isLetter(text.codePointAt(at));
            if (codePoint == '\n' || joiner || !HiddenCharacters.isHidden(codePoint)) {
                marked.appendCodePoint(codePoint);
            } else {
                marked.append(HiddenCharacters.mark(codePoint));
            }
            before = codePoint;
        }
        return marked.toString();
    }

    /** Of a script, not of Latin, where a joiner would only hide. */
    private static boolean isLetter(int codePoint) {
        int type = Character.getType(codePoint);
        return (Character.isLetter(codePoint) && codePoint > 0x52F) || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
