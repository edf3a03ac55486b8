package dev.agenthub.evidence.documents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds U+0000, the one character that JSON allows and PostgreSQL's text type does not. */
public final class NulCharacter {

    private static final byte[] ESCAPED = "\\u0000".getBytes(StandardCharsets.US_ASCII);

    private NulCharacter() {}

    /** As {@link #placeIn(JsonValue)}, of a value with this canonical form, where the character has one spelling. */
    public static @Nullable String placeIn(JsonValue value, byte[] canonical) {
        for (int i = 0; i <= canonical.length - ESCAPED.length; i++) {
            if (canonical[i] == '\\' && Arrays.equals(canonical, i, i + ESCAPED.length, ESCAPED, 0, ESCAPED.length)) {
                return placeIn(value);
            }
        }
        return null;
    }

    /** The JSON Pointer (RFC 6901) to the first text or member name with U+0000, in a name written \\u0000; null where there is none. */
    public static @Nullable String placeIn(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> isIn(text) ? "" : null;
            case JsonArray(List<JsonValue> items) -> {
                int i = 0;
                for (JsonValue item : items) {
                    String within = placeIn(item);
                    if (within != null) {
                        yield JsonPointer.item("", i) + within;
                    }
                    i++;
                }
                yield null;
            }
            case JsonObject object -> placeIn(object);
            default -> null;
        };
    }

    private static @Nullable String placeIn(JsonObject object) {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            String name = member.getKey();
            String within = isIn(name) ? "" : placeIn(member.getValue());
            if (within != null) {
                return JsonPointer.child("", name.replace("\0", "\\u0000")) + within;
            }
        }
        return null;
    }

    /** Whether a text holds it. */
    public static boolean isIn(String text) {
        return text.indexOf('\0') >= 0;
    }
}
