package dev.agenthub.evidence.statement;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** An Ed25519 public key, its point computed once for many signatures. Immutable. */
public final class PublicKey {

    /** Null for bytes that are no key, under which nothing verifies. */
    private final Ed25519.@Nullable PublicPoint point;

    private PublicKey(Ed25519.@Nullable PublicPoint point) {
        this.point = point;
    }

    /** Takes any bytes; {@link #isValid} says of every signature what {@link Ed25519Keys#isValid} says with these bytes. */
    public static PublicKey of(byte[] bytes) {
        return new PublicKey(
                bytes.length == Ed25519Keys.PUBLIC_LENGTH ? Ed25519.validatePublicKeyPartialExport(bytes, 0) : null);
    }

    public boolean isValid(byte[] message, byte[] signature) {
        return point != null && signature.length == Ed25519Keys.SIGNATURE_LENGTH
                && Ed25519.verify(signature, 0, point, message, 0, message.length);
    }
}
