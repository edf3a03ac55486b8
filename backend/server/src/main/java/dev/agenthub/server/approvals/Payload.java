package dev.agenthub.server.approvals;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;

/** The exact bytes that will be executed. */
final class Payload {

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    static Payload of(JsonObject content) {
        return new Payload(content.canonicalBytes());
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
