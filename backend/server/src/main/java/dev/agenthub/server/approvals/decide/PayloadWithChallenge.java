package dev.agenthub.server.approvals.decide;

import dev.agenthub.server.approvals.requests.Payload;

/** A payload's exact bytes and the challenge of this fetch. */
public final class PayloadWithChallenge {

    private final Payload payload;
    private final String challenge;

    public PayloadWithChallenge(Payload payload, String challenge) {
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
