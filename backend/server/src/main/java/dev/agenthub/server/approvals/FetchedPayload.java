package dev.agenthub.server.approvals;

/** A payload's exact bytes and the challenge that goes with this fetch. */
public final class FetchedPayload {

    private final Payload payload;
    private final String challenge;

    FetchedPayload(Payload payload, String challenge) {
        this.payload = payload;
        this.challenge = challenge;
    }

    public byte[] bytes() {
        return payload.bytes();
    }

    public String challenge() {
        return challenge;
    }
}
