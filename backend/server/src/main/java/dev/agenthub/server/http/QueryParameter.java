package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.http.schema.RecordBounds;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A typed query parameter of an operation.
 *
 * @param description for the API's description
 * @param schema the JSON Schema of its values
 * @param read parses the text
 */
public record QueryParameter<T>(String name, String description, Map<String, Object> schema, Function<String, T> read) {

    /** The longest wait of a long poll, in seconds. */
    public static final int LONGEST_WAIT_SECONDS = 60;

    /** How long a call waits for a change (long poll), in seconds. */
    public static final QueryParameter<Long> WAIT = number("wait",
            "Answers only when the state is another one than known, or an end, or after so many seconds, at most "
                    + LONGEST_WAIT_SECONDS + ".",
            0, LONGEST_WAIT_SECONDS);

    /** The id after which a page begins. */
    public static final QueryParameter<UUID> CURSOR = new QueryParameter<>("cursor",
            "The next of the page before; without it, the first page.", Map.of("type", "string", "format", "uuid"),
            text -> JsonBody.uuid(text).orElseThrow(QueryParameter::foreignCursor));
    /** The page size. */
    public static final QueryParameter<Long> LIMIT = number("limit",
            "How many items at most; more than 200 are 200, and 0 is 1.", Map.of("default", 50));

    public QueryParameter {
        schema = Map.copyOf(schema);
    }

    /** Whether this is a cursor parameter, which asks for a further page. */
    public boolean continues() {
        return name.equals("cursor") || name.equals("before");
    }

    public static QueryParameter<String> text(String name, String description) {
        return new QueryParameter<>(name, description, Map.of("type", "string"), text -> text);
    }

    /** A text with the bounds that the record's member of this name has. */
    public static QueryParameter<String> text(String name, String description, Class<?> record) {
        return new QueryParameter<>(name, description, bounded("string", name, record), text -> text);
    }

    private static Map<String, Object> bounded(String type, String name, Class<?> record) {
        Map<String, Object> schema = new HashMap<>(RecordBounds.of(record).getOrDefault(name, Map.of()));
        schema.put("type", type);
        return schema;
    }

    /** One of these words. */
    public static QueryParameter<String> word(String name, String description, List<String> words) {
        return new QueryParameter<>(name, description, Map.of("type", "string", "enum", words), text -> {
            if (!words.contains(text)) {
                throw malformed(name, "one of " + String.join(", ", words));
            }
            return text;
        });
    }

    /**
     * A comma-separated list of these words.
     *
     * @param others further words, each of which stands alone for several
     */
    public static <E extends Enum<E>> QueryParameter<Set<E>> words(String name, String description, List<E> known,
            Map<String, Set<E>> others) {
        String each = known.stream().map(Object::toString).collect(Collectors.joining("|", "(", ")"));
        String expected = "some of " + known.stream().map(Object::toString).collect(Collectors.joining(", "))
                + ", separated by commas"
                + others.keySet().stream().sorted().map(one -> ", or " + one).collect(Collectors.joining());
        String alone = others.keySet().stream().sorted().map(one -> one + "|").collect(Collectors.joining());
        return new QueryParameter<>(name, description,
                Map.of("type", "string", "pattern", "^(" + alone + each + "(," + each + ")*)$"), text -> {
                    Set<E> named = others.get(text);
                    return named != null
                            ? named
                            : Arrays.stream(text.split(",", -1)).map(word -> known.stream()
                                    .filter(value -> value.toString().equals(word)).findFirst()
                                    .orElseThrow(() -> malformed(name, expected)))
                                    .collect(Collectors.toSet());
                });
    }

    public static QueryParameter<UUID> id(String name, String description) {
        return new QueryParameter<>(name, description, Map.of("type", "string", "format", "uuid"),
                text -> JsonBody.uuid(text).orElseThrow(() -> malformed(name, "an identifier")));
    }

    public static QueryParameter<Instant> moment(String name, String description) {
        return new QueryParameter<>(name, description, Map.of("type", "string", "format", "date-time"), text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                        name + " is not a moment such as 2026-11-23T10:00:00Z.", e);
            }
        });
    }

    public static QueryParameter<Long> number(String name, String description) {
        return number(name, description, Map.of());
    }

    public static QueryParameter<Long> number(String name, String description, long least, long most) {
        return number(name, description, Map.of("minimum", least, "maximum", most));
    }

    private static QueryParameter<Long> number(String name, String description, Map<String, Object> more) {
        Map<String, Object> schema = new HashMap<>(more);
        schema.put("type", "integer");
        schema.putIfAbsent("minimum", 0);
        return new QueryParameter<>(name, description, schema, text -> {
            if (!text.matches("[0-9]{1,18}")) {
                throw malformed(name, "a whole number, at least 0, in digits alone");
            }
            return Long.parseLong(text);
        });
    }

    public static RefusedException foreignCursor() {
        return new RefusedException(ErrorCode.REQUEST_MALFORMED, "cursor is not one that this server gave.");
    }

    private static RefusedException malformed(String name, String expected) {
        return new RefusedException(ErrorCode.REQUEST_MALFORMED, name + " is not " + expected + ".");
    }
}
