package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.server.common.RefusedException;

/** The exact bytes of a request's payload: the action that is executed, or the change that is applied (SPEC.md §2). */
public final class Payload {

    private final byte[] bytes;
    private final boolean change;

    private Payload(byte[] bytes, boolean change) {
        this.bytes = bytes;
        this.change = change;
    }

    /**
     * Freezes the payload of an action.
     *
     * @throws RefusedException as {@link #frozen}
     */
    public static Payload ofAction(JsonObject content) {
        return frozen(content, false);
    }

    /**
     * Freezes the payload of a change.
     *
     * @throws RefusedException as {@link #frozen}
     */
    public static Payload ofChange(JsonObject content) {
        return frozen(content, true);
    }

    /**
     * Freezes a payload within the limits of canonical JSON, so that every later reader (run, export, verifier) can parse it.
     *
     * @throws RefusedException TOO_LARGE, PAYLOAD_NOT_CANONICAL where it is larger or deeper than canonical JSON may be
     */
    private static Payload frozen(JsonObject content, boolean change) {
        try {
            Payload payload = new Payload(content.readableBytes(), change);
            if (!payload.content().equals(content)) {
                throw new IllegalStateException("A payload says something else when it is read back");
            }
            return payload;
        } catch (EvidenceException e) {
            throw new RefusedException(
                    e.code().equals(Codes.JSON_TOO_LARGE) ? ErrorCode.TOO_LARGE : ErrorCode.PAYLOAD_NOT_CANONICAL,
                    e.code() + " in the payload that was to be frozen: " + e.sentence(), e);
        }
    }

    static Payload stored(byte[] bytes, boolean change) {
        return new Payload(bytes.clone(), change);
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    int size() {
        return bytes.length;
    }

    /** SHA-256 of the bytes, computed at each call. */
    public Hash hash() {
        return change ? PayloadHash.ofChange(bytes) : PayloadHash.of(bytes);
    }

    /**
     * The parsed bytes.
     *
     * @throws dev.agenthub.evidence.EvidenceException where they are no JSON object
     */
    public JsonObject content() {
        if (JsonValue.parse(bytes) instanceof JsonObject content) {
            return content;
        }
        throw new EvidenceException(Codes.MEMBER_MISSING, "A payload is an object.");
    }
}
