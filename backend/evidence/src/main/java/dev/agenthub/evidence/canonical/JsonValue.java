package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.Collection;

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
        return CanonicalWriter.bytes(this, Integer.MAX_VALUE);
    }

    /**
     * The canonical form of a value that {@link #parse} must be able to read again.
     *
     * <p>A built value may be deeper and far larger than any that was read: its parts may
     * stand in it many times. No more than the limit is written.
     *
     * @throws dev.agenthub.evidence.EvidenceException JSON_TOO_DEEP, JSON_TOO_LARGE
     */
    default byte[] readableBytes() {
        if (depth() > CanonicalJson.MAX_DEPTH) {
            throw new EvidenceException(Codes.JSON_TOO_DEEP,
                    "Nested deeper than " + CanonicalJson.MAX_DEPTH + " levels.");
        }
        return CanonicalWriter.bytes(this, CanonicalJson.DEFAULT_LIMIT);
    }

    /** How many arrays and objects stand in each other here, this one included; 0 for any other value. */
    default int depth() {
        return switch (this) {
            case JsonObject(CanonicalMembers members) -> members.bytes().depth();
            case JsonArray(CanonicalItems items) -> items.bytes().depth();
            case JsonObject object -> 1 + deepest(object.members().values());
            case JsonArray array -> 1 + deepest(array.items());
            default -> 0;
        };
    }

    private static int deepest(Collection<JsonValue> values) {
        return values.stream().mapToInt(JsonValue::depth).max().orElse(0);
    }
}
