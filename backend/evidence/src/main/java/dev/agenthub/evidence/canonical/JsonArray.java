package dev.agenthub.evidence.canonical;

import java.util.List;

/** A JSON array. */
public record JsonArray(List<JsonValue> items) implements JsonValue {

    public JsonArray {
        items = List.copyOf(items);
    }

    public static JsonArray of(JsonValue... items) {
        return new JsonArray(List.of(items));
    }

    public static JsonArray ofStrings(List<String> items) {
        return new JsonArray(items.stream().<JsonValue>map(JsonString::new).toList());
    }
}
