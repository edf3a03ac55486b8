package dev.agenthub.api;

import java.util.Locale;

/** What a member's key signs with. Every signature has 64 bytes. */
public enum SignatureAlgorithm {
    /** RFC 8032. A public key has 32 bytes. */
    ED25519(32),
    /**
     * ECDSA on P-256 with SHA-256. A public key has 65 bytes, the uncompressed point (SEC
     * 1); a signature is r and s, each of 32 bytes, big-endian.
     */
    ES256(65);

    private final int publicKeyBytes;

    SignatureAlgorithm(int publicKeyBytes) {
        this.publicKeyBytes = publicKeyBytes;
    }

    /** How many bytes a public key has. */
    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    /** The value in JSON, in the database and in the audit log. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
