package dev.agenthub.app.platform;

/** Signs with a member's key without handing it out. */
public interface Signer extends AutoCloseable {
    /** The key's id: hex of the first 8 bytes of SHA-256 over the public key. */
    String keyId();

    /** The Ed25519 public key, 32 bytes (RFC 8032). */
    byte[] publicKey();

    /** The 64-byte Ed25519 signature over {@code message}. */
    byte[] sign(byte[] message);

    /** Releases the key; signing afterwards fails. */
    @Override
    void close();
}
