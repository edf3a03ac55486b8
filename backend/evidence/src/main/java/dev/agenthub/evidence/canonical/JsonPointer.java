package dev.agenthub.evidence.canonical;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names a place in a JSON document (RFC 6901). */
public final class JsonPointer {

    private JsonPointer() {}

    /** The pointer to a member of the object that {@code at} leads to. */
    public static String child(String at, String name) {
        return at + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The names and places on the way; empty where it is no pointer. */
    public static Optional<List<String>> tokens(String pointer) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(pointer.split("/", -1)).skip(1)
                .map(token -> token.replace("~1", "/").replace("~0", "~")).toList());
    }

    /** The value there, or null where there is none. */
    public static @Nullable JsonValue find(JsonValue root, String pointer) {
        Optional<List<String>> tokens = tokens(pointer);
        if (tokens.isEmpty()) {
            return null;
        }
        @Nullable
        JsonValue at = root;
        for (String token : tokens.get()) {
            at = at == null ? null : step(at, token);
        }
        return at;
    }

    private static @Nullable JsonValue step(JsonValue value, String token) {
        return switch (value) {
            case JsonObject object -> object.get(token);
            case JsonArray(List<JsonValue> items) when token.matches("0|[1-9][0-9]{0,8}")
                    && Integer.parseInt(token) < items.size() ->
                items.get(Integer.parseInt(token));
            default -> null;
        };
    }
}
