package dev.agenthub.server.http;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says what is wrong with a body that is JSON and not the record that it should be: the place, never the value there. */
final class UnreadableBody {
    private static final int LONGEST = 200;

    private final JacksonException failure;
    private final JsonValue body;
    private final String opening;

    private UnreadableBody(JacksonException failure, JsonValue body, Class<?> type) {
        this.failure = failure;
        this.body = body;
        this.opening = "The body is not a " + type.getSimpleName() + ": ";
    }

    static String say(JacksonException failure, JsonValue body, Class<?> type) {
        return new UnreadableBody(failure, body, type).say();
    }

    private String say() {
        StringBuilder place = new StringBuilder();
        failure.getPath().forEach(reference -> place.append(token(reference)));
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return unknown(place.toString(), unknown.getKnownPropertyIds().stream().map(Object::toString));
        }
        if (failure.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            String misspelt = failure instanceof ValueInstantiationException made
                    ? misspelt(place.toString(), made.getType().getRawClass())
                    : null;
            return misspelt == null ? refused.getMessage() : misspelt;
        }
        return opening + "\"" + cut(place.toString()) + "\" is missing, null or of the wrong kind.";
    }

    /** A record is made before Jackson looks at the members that it does not have, and then misses the one that was meant. */
    private @Nullable String misspelt(String place, Class<?> made) {
        if (!made.isRecord() || !(at() instanceof JsonObject object)) {
            return null;
        }
        List<String> known = Stream.of(made.getRecordComponents()).map(RecordComponent::getName).toList();
        return object.members().keySet().stream().filter(name -> !known.contains(name)).findFirst()
                .map(name -> unknown(place + token(name), known.stream())).orElse(null);
    }

    private @Nullable JsonValue at() {
        JsonValue at = body;
        for (JacksonException.Reference reference : failure.getPath()) {
            at = switch (at) {
                case JsonObject object when reference.getPropertyName() != null ->
                    object.get(reference.getPropertyName());
                case JsonArray(List<JsonValue> items) when reference.getIndex() < items.size() ->
                    items.get(Math.max(0, reference.getIndex()));
                case null, default -> null;
            };
        }
        return at;
    }

    private String unknown(String place, Stream<String> known) {
        return opening + "there is no member \"" + cut(place) + "\". Known there: "
                + String.join(", ", known.collect(Collectors.toCollection(TreeSet::new))) + ".";
    }

    private static String token(JacksonException.Reference reference) {
        String name = reference.getPropertyName();
        return name == null ? "/" + reference.getIndex() : token(name);
    }

    private static String token(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static String cut(String place) {
        return place.codePointCount(0, place.length()) <= LONGEST
                ? place
                : place.substring(0, place.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
