package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;

/** A JSON string: any Unicode text without lone surrogates, never normalised. */
public record JsonString(String value) implements JsonValue {

    public JsonString {
        requirePaired(value);
    }

    static void requirePaired(String value) {
        int at = 0;
        while (at < value.length()) {
            // A pair arrives as one code point, so whatever is left in the surrogates' range is half of one.
            int c = value.codePointAt(at);
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new EvidenceException(Codes.JSON_LONE_SURROGATE, "The text holds half of a surrogate pair.");
            }
            at += Character.charCount(c);
        }
    }
}
