package dev.agenthub.evidence.canonical;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names a place in a JSON document (RFC 6901): everything that writes or follows a pointer does it here. */
public final class JsonPointer {

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private JsonPointer() {}

    /** The pointer to a member of the object that {@code at} leads to. */
    public static String child(String at, String name) {
        return at + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    /** The pointer to an item of the array that {@code at} leads to; {@code index} counts from 0. */
    public static String item(String at, int index) {
        return at + "/" + index;
    }

    /** The names and indexes on the way; empty where it is no pointer. A ~ that begins neither ~0 nor ~1 stands for itself. */
    public static Optional<List<String>> tokens(String pointer) {
        if (!pointer.isEmpty() && !pointer.startsWith("/")) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(pointer.split("/", -1)).skip(1)
                .map(token -> token.replace("~1", "/").replace("~0", "~")).toList());
    }

    /** The value there, or null where there is none or it is no pointer. */
    public static @Nullable JsonValue find(JsonValue root, String pointer) {
        return tokens(pointer).map(tokens -> find(root, tokens)).orElse(null);
    }

    /** The value that names and indexes lead to, or null where there is none. */
    public static @Nullable JsonValue find(JsonValue root, List<String> tokens) {
        @Nullable
        JsonValue at = root;
        for (String token : tokens) {
            at = at == null ? null : step(at, token);
        }
        return at;
    }

    private static @Nullable JsonValue step(JsonValue value, String token) {
        return switch (value) {
            case JsonObject object -> object.get(token);
            case JsonArray(List<JsonValue> items) when INDEX.matcher(token).matches()
                    && Integer.parseInt(token) < items.size() ->
                items.get(Integer.parseInt(token));
            default -> null;
        };
    }
}
