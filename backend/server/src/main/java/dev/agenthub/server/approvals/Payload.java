package dev.agenthub.server.approvals;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.server.RefusedException;

/** The exact bytes that will be executed. */
final class Payload {

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Freezes a payload that whoever fetches, runs, simulates, exports or verifies it later is able to read.
     *
     * @throws RefusedException TOO_LARGE, PAYLOAD_NOT_CANONICAL where it has become larger or deeper than canonical JSON may be
     */
    static Payload of(JsonObject content) {
        try {
            Payload payload = new Payload(content.readableBytes());
            if (!payload.content().equals(content)) {
                throw new IllegalStateException("A payload says something else when it is read back");
            }
            return payload;
        } catch (EvidenceException e) {
            throw new RefusedException(
                    e.code().equals(Codes.JSON_TOO_LARGE) ? ErrorCode.TOO_LARGE : ErrorCode.PAYLOAD_NOT_CANONICAL,
                    e.code() + " in the payload that the arguments make: " + e.getMessage(), e);
        }
    }

    static Payload stored(byte[] bytes) {
        return new Payload(bytes.clone());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    /** Computed from the bytes, now. */
    Hash hash() {
        return PayloadHash.of(bytes);
    }

    /**
     * What the bytes say.
     *
     * @throws dev.agenthub.evidence.EvidenceException where they are no JSON object
     */
    JsonObject content() {
        if (JsonValue.parse(bytes) instanceof JsonObject content) {
            return content;
        }
        throw new EvidenceException(Codes.MEMBER_MISSING, "A payload is an object.");
    }
}
