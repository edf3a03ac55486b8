package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.NulCharacter;

/** Refuses the character U+0000, which JSON allows and PostgreSQL's text cannot store. */
public final class StorableText {

    private StorableText() {}

    /**
     * Parses a JSON body all of whose strings can be stored.
     *
     * @param notJson the code where it is no JSON that can be kept without loss
     * @throws RefusedException that code; TEXT_NOT_STORABLE, with the place
     */
    public static JsonValue parse(byte[] body, ErrorCode notJson) {
        JsonValue value;
        try {
            value = JsonValue.parse(body);
        } catch (EvidenceException e) {
            throw new RefusedException(notJson, fault(e), e);
        }
        String place = NulCharacter.placeIn(value);
        if (place != null) {
            throw refused("\"" + place + "\"");
        }
        return value;
    }

    /**
     * Checks a text that is not part of a JSON body.
     *
     * @param place the caller's name for it
     */
    public static void require(String place, String text) {
        if (NulCharacter.isIn(text)) {
            throw refused(place);
        }
    }

    /** Says what is wrong with bytes that are no JSON, and where. */
    public static String fault(EvidenceException e) {
        return e.code() + " at byte " + e.offset() + ": " + e.sentence();
    }

    private static RefusedException refused(String place) {
        return new RefusedException(ErrorCode.TEXT_NOT_STORABLE, place + ": U+0000 can't be stored.");
    }
}
