package dev.agenthub.api;

import java.util.UUID;

/** Asks for a challenge that the holder of {@code key} can sign to sign in; the answer does not tell whether such a key exists. */
public record ChallengeRequest(UUID org, String key) {

    public ChallengeRequest {
        org = Check.present("org", org);
        key = Check.keyId("key", key);
    }
}
