package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A member's public key, which verifies as its algorithm says. Thread-safe; equal to every key of the same algorithm and bytes.
 *
 * <p>Its point is computed at the first signature, and kept for the others.
 */
public final class PublicKey {

    /** Both algorithms' signatures have 64 bytes. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final int KEY_ID_BYTES = 8;

    private final KeyAlgorithm algorithm;
    private final byte[] bytes;
    private volatile @Nullable Check check;

    /** Checks signatures by one key, with its point computed already. */
    @FunctionalInterface
    interface Check {

        /** Whether the signature, which has 64 bytes, is over the message. */
        boolean isValid(byte[] message, byte[] signature);
    }

    private PublicKey(KeyAlgorithm algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes.clone();
    }

    /**
     * A key of 32 bytes of Ed25519, under which nothing verifies where they are no point, or of 65 bytes that are a point of P-256.
     *
     * @throws EvidenceException KEY_MALFORMED
     */
    public static PublicKey of(KeyAlgorithm algorithm, byte[] bytes) {
        switch (algorithm) {
            case ED25519 -> Ed25519Keys.requireLength(bytes, Ed25519Keys.PUBLIC_LENGTH, "A public key");
            case ES256 -> P256.point(bytes);
        }
        return new PublicKey(algorithm, bytes);
    }

    /** The name of a member's key of whatever algorithm: hex of the first 8 bytes of SHA-256 over the bytes of the public key. */
    public static String id(byte[] bytes) {
        return HexFormat.of().formatHex(Arrays.copyOf(Hash.sha256(bytes).bytes(), KEY_ID_BYTES));
    }

    public String id() {
        return id(bytes);
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** Checks a signature, for callers that give the failure a meaning of their own. */
    public boolean isValid(byte[] message, byte[] signature) {
        Check known = check;
        if (known == null) {
            known = switch (algorithm) {
                case ED25519 -> Ed25519Keys.check(bytes);
                case ES256 -> P256.check(bytes);
            };
            check = known;
        }
        return signature.length == SIGNATURE_LENGTH && known.isValid(message, signature);
    }

    /**
     * Rejects the points of small order, under which signatures mean nothing, and bytes that are no point.
     *
     * @throws EvidenceException KEY_MALFORMED
     */
    public void requireMeaningful() {
        switch (algorithm) {
            case ED25519 -> Ed25519Keys.requirePublicKey(bytes);
            case ES256 -> P256.point(bytes);
        }
    }

    /**
     * Rejects an id that is not the one of these bytes.
     *
     * @throws EvidenceException KEY_MALFORMED
     */
    public static void requireId(String id, byte[] bytes) {
        if (!id(bytes).equals(id)) {
            throw new EvidenceException(Codes.KEY_MALFORMED, "The key id is not that of the public key.");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PublicKey key && key.algorithm == algorithm && Arrays.equals(key.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return algorithm.word() + " " + id();
    }
}
