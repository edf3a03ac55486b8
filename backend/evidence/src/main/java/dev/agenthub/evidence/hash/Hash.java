package dev.agenthub.evidence.hash;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 value: 32 bytes, compared by content. Immutable. */
public final class Hash {

    public static final int LENGTH = 32;

    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A hash from its 32 bytes, which are copied. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw malformed();
        }
        return new Hash(bytes.clone());
    }

    /** A hash from 64 lower-case hexadecimal digits; any other spelling is rejected. */
    public static Hash ofHex(String hex) {
        boolean right = hex.length() == 2 * LENGTH;
        for (int i = 0; right && i < hex.length(); i++) {
            char c = hex.charAt(i);
            right = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        if (!right) {
            throw malformed();
        }
        return new Hash(HEX.parseHex(hex));
    }

    /** SHA-256 over the parts, one after the other. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = newDigest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** A SHA-256 of the JDK, which every Java platform has. */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String hex() {
        return HEX.formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.HASH_MALFORMED, "A hash is 32 bytes, written as 64 lower-case hex digits.");
    }
}
