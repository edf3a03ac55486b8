package dev.agenthub.app.ui.approvals.changes;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A value of a document, and where it stands in the document's canonical text (RFC 8785).
 *
 * @param start the index of its first character (UTF-16) in the whole text
 * @param end the index after its last
 */
public record PlacedValue(Place place, int start, int end) {

    /** Finds the value of a place; empty where the document has none there. */
    public static Optional<PlacedValue> in(JsonValue document, Place place) {
        Deque<Place> way = new ArrayDeque<>();
        for (Place at = place; at.above() != null; at = Objects.requireNonNull(at.above())) {
            way.push(at);
        }
        JsonValue value = document;
        int start = 0;
        for (Place step : way) {
            int before = before(value, step);
            value = value(value, step);
            if (value == null) {
                return Optional.empty();
            }
            start += before;
        }
        return Optional.of(new PlacedValue(place, start, start + length(value)));
    }

    private static @Nullable JsonValue value(JsonValue above, Place step) {
        return switch (above) {
            case JsonObject object when step.item() < 0 -> object.get(step.name());
            case JsonArray array when step.item() >= 0 && step.item() < array.items().size() ->
                array.items().get(step.item());
            default -> null;
        };
    }

    /** How many characters of a list or an object stand before one of its values, which need not be there. */
    private static int before(JsonValue above, Place step) {
        int characters = "{".length();
        if (above instanceof JsonArray array) {
            Iterator<JsonValue> items = array.items().iterator();
            for (int i = 0; i < step.item() && items.hasNext(); i++) {
                characters += length(items.next()) + ",".length();
            }
        } else if (above instanceof JsonObject object) {
            Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
            boolean found = false;
            while (members.hasNext() && !found) {
                Map.Entry<String, JsonValue> member = members.next();
                found = member.getKey().equals(step.name());
                characters += length(new JsonString(member.getKey())) + ":".length()
                        + (found ? 0 : length(member.getValue()) + ",".length());
            }
        }
        return characters;
    }

    private static int length(JsonValue value) {
        return new String(value.canonicalBytes(), StandardCharsets.UTF_8).length();
    }
}
