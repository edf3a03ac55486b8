package dev.agenthub.server;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one character that JSON knows and PostgreSQL's text can't hold, U+0000: refused wherever text comes in. */
public final class StorableText {

    private StorableText() {}

    /**
     * Reads a body of JSON, all of whose texts can be stored.
     *
     * @param notJson the code where it is no JSON that can be kept without loss
     * @throws RefusedException that code; TEXT_NOT_STORABLE, saying where
     */
    public static JsonValue parse(byte[] body, ErrorCode notJson) {
        JsonValue value;
        try {
            value = JsonValue.parse(body);
        } catch (EvidenceException e) {
            throw new RefusedException(notJson, e.code() + " at byte " + e.offset() + ": " + e.getMessage(), e);
        }
        String place = firstNul(value);
        if (place != null) {
            throw refused("\"" + place + "\"");
        }
        return value;
    }

    /**
     * Refuses a text that is no JSON.
     *
     * @param place what the caller calls it
     */
    public static void require(String place, String text) {
        if (holdsNul(text)) {
            throw refused(place);
        }
    }

    /** The JSON Pointer (RFC 6901) to the first text or member name with U+0000, in a name written \\u0000; null where there is none. */
    public static @Nullable String firstNul(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> holdsNul(text) ? "" : null;
            case JsonArray(List<JsonValue> items) -> {
                for (int i = 0; i < items.size(); i++) {
                    String within = firstNul(items.get(i));
                    if (within != null) {
                        yield "/" + i + within;
                    }
                }
                yield null;
            }
            case JsonObject object -> firstNul(object);
            default -> null;
        };
    }

    private static @Nullable String firstNul(JsonObject object) {
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            String name = member.getKey();
            String within = holdsNul(name) ? "" : firstNul(member.getValue());
            if (within != null) {
                return "/" + name.replace("\0", "\\u0000").replace("~", "~0").replace("/", "~1") + within;
            }
        }
        return null;
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static RefusedException refused(String place) {
        return new RefusedException(ErrorCode.TEXT_NOT_STORABLE, place + ": U+0000 can't be stored.");
    }
}
