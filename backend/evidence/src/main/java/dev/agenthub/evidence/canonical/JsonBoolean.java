package dev.agenthub.evidence.canonical;

/** A JSON true or false. */
public record JsonBoolean(boolean value) implements JsonValue {

    public static JsonBoolean of(boolean value) {
        return new JsonBoolean(value);
    }
}
