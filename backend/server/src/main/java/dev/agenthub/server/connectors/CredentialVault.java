package dev.agenthub.server.connectors;

import dev.agenthub.server.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the credentials that are kept in the database, so that a row is worth nothing without the key outside it.
 *
 * <p>AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D). A sealed token is bound to its place: copied to another organization, workspace,
 * connector or connection it cannot be opened. The form is {@code version || nonce || ciphertext || tag}. Safe for use by many threads.
 */
public final class CredentialVault {
    /** Length of the key, in bytes. */
    public static final int KEY_LENGTH = 32;

    private static final byte VERSION = 1;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    /** Where a credential belongs. */
    public record Place(UUID org, UUID workspace, UUID connector, UUID connection) {

        byte[] bytes() {
            return ("agenthub/vault/v1\n" + org + "|" + workspace + "|" + connector + "|" + connection)
                    .getBytes(StandardCharsets.US_ASCII);
        }
    }

    public CredentialVault(Secret key) {
        byte[] bytes = key.bytes();
        if (bytes.length != KEY_LENGTH) {
            throw new IllegalArgumentException("The key of the vault has " + bytes.length + " bytes");
        }
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /** Seals the credential for its place; twice the same credential gives different bytes. */
    public byte[] seal(Place place, Secret credential) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place)
                    .doFinal(credential.bytes());
            return ByteBuffer.allocate(1 + NONCE_LENGTH + sealed.length).put(VERSION).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    /** Opens a sealed credential, or throws where it was altered, sealed with another key or for another place. */
    public Secret open(Place place, byte[] sealed) throws CredentialSealedException {
        if (sealed.length < 1 + NONCE_LENGTH + TAG_BITS / 8 || sealed[0] != VERSION) {
            throw new CredentialSealedException("A sealed credential has an unknown form");
        }
        byte[] nonce = new byte[NONCE_LENGTH];
        ByteBuffer.wrap(sealed, 1, NONCE_LENGTH).get(nonce);
        try {
            byte[] opened = cipher(Cipher.DECRYPT_MODE, nonce, place)
                    .doFinal(sealed, 1 + NONCE_LENGTH, sealed.length - 1 - NONCE_LENGTH);
            return Secret.of(opened);
        } catch (AEADBadTagException e) {
            throw new CredentialSealedException("A sealed credential does not open at its place");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is not available", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, Place place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.bytes());
        return cipher;
    }
}
