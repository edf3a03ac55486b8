package dev.agenthub.api;

import java.util.Base64;
import java.util.UUID;

/**
 * Answers a {@link SignInChallenge}.
 *
 * @param org the organization's id
 * @param challengeId that of the challenge
 * @param key the id of the key that signed, 16 hex digits
 * @param signature over the bytes that the section on signing names, 64 bytes in base64
 */
public record SignInRequest(UUID org, UUID challengeId, String key, String signature) {

    public SignInRequest {
        org = Check.present("org", org);
        challengeId = Check.present("challengeId", challengeId);
        key = Check.keyId("key", key);
        Check.bytes("signature", signature, 64);
    }

    public static SignInRequest of(UUID org, UUID challengeId, String key, byte[] signature) {
        return new SignInRequest(org, challengeId, key, Base64.getEncoder().encodeToString(signature));
    }

    /** The signature's 64 bytes. */
    public byte[] signatureBytes() {
        return Check.bytes("signature", signature, 64);
    }
}
