package dev.agenthub.app.platform;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** A member's decrypted Ed25519 key. Closing it wipes the key from memory. Thread-safe. */
public final class UnlockedKey implements Signer {
    /** The code of signing after {@link #close()}. */
    public static final String LOCKED = "KEY_LOCKED";

    private final byte[] seed;
    private final byte[] publicKey;
    private boolean closed;

    private UnlockedKey(byte[] seed) {
        this.seed = seed;
        this.publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    public static UnlockedKey generate() {
        byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
        Ed25519.generatePrivateKey(new SecureRandom(), seed);
        return new UnlockedKey(seed);
    }

    /** Makes a key from a copy of {@code seed}, 32 bytes, which the caller wipes. */
    static UnlockedKey of(byte[] seed) {
        return new UnlockedKey(seed.clone());
    }

    /** A copy of the seed, which the caller wipes. */
    synchronized byte[] seed() {
        open();
        return seed.clone();
    }

    /** The id of a public key: hex of the first 8 bytes of its SHA-256. */
    public static String keyId(byte[] publicKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("Every Java has SHA-256", e);
        }
    }

    @Override
    public String keyId() {
        return keyId(publicKey);
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    @Override
    public synchronized byte[] sign(byte[] message) {
        open();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public String toString() {
        return "MemberKey[" + keyId() + "]";
    }

    private void open() {
        if (closed) {
            throw new CodedException(LOCKED, "The key is locked: sign in again.");
        }
    }
}
