package dev.agenthub.evidence.canonical;

/** The JSON null. */
public record JsonNull() implements JsonValue {

    public static final JsonNull NULL = new JsonNull();
}
