package dev.agenthub.api;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The challenge to sign when signing in; usable once and for a short time.
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
     * The bytes to sign with the member's key. Their first line keeps them apart from everything else that such a key signs. They name the
     * certificate that the signer sees, so that nobody else can pass the challenge on and
     * be signed in; not the address, which a tunnel may change.
     *
     * @param certificate SHA-256 of the DER form of the certificate that the server shows, 64 hex digits; null of a server without TLS
     */
    public byte[] bytesToSign(UUID org, @Nullable String certificate) {
        return ("agenthub/signin/v2\n" + org + "\n" + (certificate == null ? "loopback" : "sha256-" + certificate)
                + "\n" + challenge).getBytes(StandardCharsets.US_ASCII);
    }
}
