package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.NulCharacter;

/** The one character that JSON knows and PostgreSQL's text can't hold, U+0000: refused wherever text comes in. */
public final class StorableText {

    private StorableText() {}

    /**
     * Reads a body of JSON, all of whose texts can be stored.
     *
     * @param notJson the code where it is no JSON that can be kept without loss
     * @throws RefusedException that code; TEXT_NOT_STORABLE, saying where
     */
    public static JsonValue parse(byte[] body, ErrorCode notJson) {
        JsonValue value;
        try {
            value = JsonValue.parse(body);
        } catch (EvidenceException e) {
            throw new RefusedException(notJson, e.code() + " at byte " + e.offset() + ": " + e.getMessage(), e);
        }
        String place = NulCharacter.placeIn(value);
        if (place != null) {
            throw refused("\"" + place + "\"");
        }
        return value;
    }

    /**
     * Refuses a text that is no JSON.
     *
     * @param place what the caller calls it
     */
    public static void require(String place, String text) {
        if (NulCharacter.isIn(text)) {
            throw refused(place);
        }
    }

    private static RefusedException refused(String place) {
        return new RefusedException(ErrorCode.TEXT_NOT_STORABLE, place + ": U+0000 can't be stored.");
    }
}
