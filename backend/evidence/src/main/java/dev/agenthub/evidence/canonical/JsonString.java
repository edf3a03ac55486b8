package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;

/** A JSON string: any Unicode text without lone surrogates, never normalised. */
public record JsonString(String value) implements JsonValue {

    public JsonString {
        requirePaired(value);
    }

    static void requirePaired(String value) {
        // Paired surrogates arrive as one code point, so whatever is left in their range is half of a pair.
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new EvidenceException(Codes.JSON_LONE_SURROGATE, "The text holds half of a surrogate pair.");
        }
    }
}
