package dev.agenthub.evidence.note;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Base64Text;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The public key of a C2SP signed note, with the name it signs under: {@code <name>+<hex key hash>+<base64(0x01 || public key)>}. */
public final class VerifierKey {

    static final byte ED25519 = 1;

    private final String name;
    private final byte[] publicKey;
    private final int keyHash;

    /** A key of 32 public bytes; the name may hold neither white space nor a plus sign. */
    public VerifierKey(String name, byte[] publicKey) {
        if (name.isEmpty() || name.contains("+") || name.codePoints().anyMatch(VerifierKey::isSpace)) {
            throw malformed("A key's name may hold neither white space nor a plus sign.");
        }
        Ed25519Keys.requirePublicKey(publicKey);
        this.name = name;
        this.publicKey = publicKey.clone();
        this.keyHash = ByteBuffer
                .wrap(Hash.sha256(name.getBytes(StandardCharsets.UTF_8), new byte[]{'\n', ED25519}, publicKey).bytes())
                .getInt();
    }

    /** Reads a vkey. */
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw malformed("A vkey reads <name>+<key hash>+<key>.");
        }
        byte[] key = base64(parts[2]);
        if (key.length != 1 + Ed25519Keys.PUBLIC_LENGTH || key[0] != ED25519) {
            throw malformed("A vkey must hold an Ed25519 key.");
        }
        VerifierKey parsed = new VerifierKey(parts[0], Arrays.copyOfRange(key, 1, key.length));
        if (!parsed.toString().equals(vkey)) {
            throw malformed("The vkey's hash is not that of its key.");
        }
        return parsed;
    }

    private static byte[] base64(String text) {
        try {
            return Base64Text.decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed("A vkey's key must be base64.");
        }
    }

    static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c);
    }

    public String name() {
        return name;
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The four bytes that stand before a signature, as one number. */
    public int keyHash() {
        return keyHash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey that && name.equals(that.name) && Arrays.equals(publicKey, that.publicKey);
    }

    @Override
    public int hashCode() {
        return keyHash;
    }

    @Override
    public String toString() {
        byte[] key = ByteBuffer.allocate(1 + publicKey.length).put(ED25519).put(publicKey).array();
        return name + "+" + HexFormat.of().toHexDigits(keyHash) + "+" + Base64.getEncoder().encodeToString(key);
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.KEY_MALFORMED, message);
    }
}
