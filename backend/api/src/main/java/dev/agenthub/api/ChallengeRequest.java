package dev.agenthub.api;

import java.util.UUID;

/**
 * Asks for a challenge that the holder of {@code key} can sign to sign in; the answer does not tell whether such a key exists.
 *
 * @param org the organization's id, as the enrolment answered it
 * @param key the id of the key that will sign, 16 hex digits
 */
public record ChallengeRequest(UUID org, String key) {

    public ChallengeRequest {
        org = Check.present("org", org);
        key = Check.keyId("key", key);
    }
}
