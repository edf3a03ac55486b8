package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a value by its JSON Pointer (RFC 6901). */
final class JsonPointer {

    private JsonPointer() {}

    /** The value there, or null where there is none. */
    static @Nullable JsonValue find(JsonValue root, String pointer) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            return null;
        }
        @Nullable
        JsonValue at = root;
        String[] tokens = pointer.split("/", -1);
        for (int i = 1; i < tokens.length && at != null; i++) {
            at = child(at, tokens[i].replace("~1", "/").replace("~0", "~"));
        }
        return at;
    }

    private static @Nullable JsonValue child(JsonValue value, String token) {
        return switch (value) {
            case JsonObject object -> object.get(token);
            case JsonArray(List<JsonValue> items) when token.matches("0|[1-9][0-9]{0,8}")
                    && Integer.parseInt(token) < items.size() ->
                items.get(Integer.parseInt(token));
            default -> null;
        };
    }
}
