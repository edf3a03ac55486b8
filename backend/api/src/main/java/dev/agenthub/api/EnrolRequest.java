package dev.agenthub.api;

import java.util.Base64;

/**
 * Redeems an invitation: makes a member with a first key, or adds a key to the member who made the code for a further device.
 *
 * @param invitation the one-time code
 * @param name the member's name as others see it, at most 100 characters; for a further device it says nothing, and the member keeps their name
 * @param publicKey the Ed25519 public key, 32 bytes in base64
 */
public record EnrolRequest(String invitation, String name, String publicKey) {

    public EnrolRequest {
        invitation = Check.text("invitation", invitation, 300);
        name = Check.text("name", name, 100).strip();
        Check.bytes("publicKey", publicKey, 32);
    }

    public static EnrolRequest of(String invitation, String name, byte[] publicKey) {
        return new EnrolRequest(invitation, name, Base64.getEncoder().encodeToString(publicKey));
    }

    /** The public key's 32 bytes. */
    public byte[] publicKeyBytes() {
        return Check.bytes("publicKey", publicKey, 32);
    }

    /** Keeps the code, which is a secret, out of logs. */
    @Override
    public String toString() {
        return "EnrolRequest[name=" + name + "]";
    }
}
