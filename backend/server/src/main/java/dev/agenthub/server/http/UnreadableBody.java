package dev.agenthub.server.http;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.KnownMembers;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Describes why a JSON body does not fit its record: the place and the fault, never the value. */
final class UnreadableBody {
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
            return KnownMembers.unknown(place.toString(),
                    unknown.getKnownPropertyIds().stream().map(Object::toString).toList());
        }
        if (failure.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
            String misspelt = failure instanceof ValueInstantiationException made
                    ? misspelt(place.toString(), made.getType().getRawClass())
                    : null;
            return misspelt == null ? refused.getMessage() : misspelt;
        }
        return opening + "\"" + place + "\" is missing, null or of the wrong kind.";
    }

    /**
     * The name of a misspelt member; null where there is none. Jackson creates the record
     * before it sees unknown members, and then reports the missing member instead.
     */
    private @Nullable String misspelt(String place, Class<?> made) {
        if (!made.isRecord() || !(at() instanceof JsonObject object)) {
            return null;
        }
        List<String> known = Stream.of(made.getRecordComponents()).map(RecordComponent::getName).toList();
        return object.members().keySet().stream().filter(name -> !known.contains(name)).findFirst()
                .map(name -> KnownMembers.unknown(JsonPointer.child(place, name), known)).orElse(null);
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

    private static String token(JacksonException.Reference reference) {
        String name = reference.getPropertyName();
        return name == null ? JsonPointer.item("", reference.getIndex()) : JsonPointer.child("", name);
    }
}
