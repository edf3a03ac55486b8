package dev.agenthub.app.client;

/** A request's payload as received from the backend, not yet checked. */
public final class FetchedPayload {
    private final byte[] bytes;
    private final String challenge;

    public FetchedPayload(byte[] bytes, String challenge) {
        this.bytes = bytes.clone();
        this.challenge = challenge;
    }

    /** Exactly what the backend sent. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The challenge that a decision about these bytes must repeat, base64url. */
    public String challenge() {
        return challenge;
    }
}
