package dev.agenthub.app.platform;

/** Signs with a member's key, which stays where it is. */
public interface Signer extends AutoCloseable {
    /** Hex of the first 8 bytes of SHA-256 over the public key. */
    String keyId();

    /** 32 bytes. */
    byte[] publicKey();

    /** The 64-byte Ed25519 signature over {@code message}. */
    byte[] sign(byte[] message);

    /** Lets go of the key; nothing can be signed afterwards. */
    @Override
    void close();
}
