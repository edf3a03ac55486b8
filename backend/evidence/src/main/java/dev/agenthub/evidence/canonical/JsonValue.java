package dev.agenthub.evidence.canonical;

/** A JSON value that has a canonical form (RFC 8785) denoting exactly what was read or built. Immutable. */
public sealed interface JsonValue permits JsonObject, JsonArray, JsonString, JsonNumber, JsonBoolean, JsonNull {

    /**
     * Reads a value under the lossless rules, its members in any order.
     *
     * @throws dev.agenthub.evidence.EvidenceException with a JSON code and the byte offset
     */
    static JsonValue parse(byte[] utf8) {
        return JsonParser.lossless(utf8, CanonicalJson.DEFAULT_LIMIT);
    }

    default byte[] canonicalBytes() {
        return CanonicalWriter.bytes(this);
    }
}
