package dev.agenthub.api;

import java.util.Base64;

/**
 * Redeems an invitation: creates a member with a first key, or adds a key for a further device to the member who created the code.
 *
 * @param invitation the one-time code
 * @param name the member's name as others see it, at most 100 characters; ignored for a further device, whose member keeps their name
 * @param alg what the key signs with
 * @param publicKey the public key in base64, of the length that {@code alg} has
 */
public record EnrolRequest(String invitation, String name, SignatureAlgorithm alg, String publicKey) {

    public EnrolRequest {
        invitation = Check.text("invitation", invitation, 300);
        name = Check.text("name", name, 100).strip();
        alg = Check.present("alg", alg);
        Check.publicKey("publicKey", publicKey, alg);
    }

    public static EnrolRequest of(String invitation, String name, SignatureAlgorithm alg, byte[] publicKey) {
        return new EnrolRequest(invitation, name, alg, Base64.getEncoder().encodeToString(publicKey));
    }

    /** The public key's bytes. */
    public byte[] publicKeyBytes() {
        return Check.publicKey("publicKey", publicKey, alg);
    }

    /** Keeps the code, which is a secret, out of logs. */
    @Override
    public String toString() {
        return "EnrolRequest[name=" + name + "]";
    }
}
