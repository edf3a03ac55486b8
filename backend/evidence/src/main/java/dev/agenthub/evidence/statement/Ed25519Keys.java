package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Ed25519 (RFC 8032) over plain byte arrays: 32-byte seeds and public keys, 64-byte signatures. */
public final class Ed25519Keys {

    public static final int SEED_LENGTH = 32;
    public static final int PUBLIC_LENGTH = 32;
    public static final int SIGNATURE_LENGTH = 64;

    private Ed25519Keys() {}

    public static byte[] publicKey(byte[] seed) {
        requireLength(seed, SEED_LENGTH, "A seed");
        byte[] publicKey = new byte[PUBLIC_LENGTH];
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
        return publicKey;
    }

    public static byte[] sign(byte[] seed, byte[] message) {
        requireLength(seed, SEED_LENGTH, "A seed");
        byte[] signature = new byte[SIGNATURE_LENGTH];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    /** Checks a signature, for callers that give the failure a meaning of their own. */
    public static boolean isValid(byte[] publicKey, byte[] message, byte[] signature) {
        return publicKey.length == PUBLIC_LENGTH && signature.length == SIGNATURE_LENGTH
                && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }

    /** Checks a signature and throws SIGNATURE_INVALID where it fails. */
    public static void verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (!isValid(publicKey, message, signature)) {
            throw new EvidenceException(Codes.SIGNATURE_INVALID, "The signature does not verify.");
        }
    }

    /** Rejects what is no public key, and the points of small order under which signatures mean nothing. */
    public static void requirePublicKey(byte[] publicKey) {
        requireLength(publicKey, PUBLIC_LENGTH, "A public key");
        if (!Ed25519.validatePublicKeyFull(publicKey, 0)) {
            throw new EvidenceException(Codes.KEY_MALFORMED, "These bytes are not an Ed25519 public key.");
        }
    }

    /** The same check for many signatures under one key, whose point is computed once; nothing verifies under bytes that are no point. */
    static PublicKey.Check check(byte[] publicKey) {
        Ed25519.PublicPoint point = Ed25519.validatePublicKeyPartialExport(publicKey, 0);
        return (message, signature) -> point != null
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }

    static void requireLength(byte[] bytes, int length, String what) {
        if (bytes.length != length) {
            throw new EvidenceException(Codes.KEY_MALFORMED, what + " has " + length + " bytes.");
        }
    }
}
