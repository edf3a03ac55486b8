package dev.agenthub.api;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * What to sign to sign in; usable once and soon.
 *
 * @param challengeId which the answer repeats
 * @param challenge base64url of 32 random bytes, without padding
 */
public record SignInChallenge(UUID challengeId, String challenge) {

    public SignInChallenge {
        challengeId = Check.present("challengeId", challengeId);
        challenge = Check.text("challenge", challenge, 100);
    }

    /**
     * The bytes to sign with the member's Ed25519 key. Their first line keeps them apart from everything else that such a key signs,
     * and they do not name the server's address, which a tunnel may change.
     */
    public byte[] bytesToSign(UUID org) {
        return ("agenthub/signin/v1\n" + org + "\n" + challenge).getBytes(StandardCharsets.US_ASCII);
    }
}
