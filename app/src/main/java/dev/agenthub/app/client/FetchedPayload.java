package dev.agenthub.app.client;

/** A payload as it came over the wire, not yet checked. */
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

    /** What a decision about these bytes must repeat, base64url. */
    public String challenge() {
        return challenge;
    }
}
