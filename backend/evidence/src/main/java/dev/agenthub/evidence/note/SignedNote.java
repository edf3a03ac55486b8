package dev.agenthub.evidence.note;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Base64Text;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A C2SP signed note: a text that ends with a newline, an empty line, and one line for the signature of each key. */
public final class SignedNote {

    static final String SIGNATURE_PREFIX = "\u2014 ";

    private static final int MAX_SIGNATURES = 100;
    private static final int MAX_LENGTH = 1 << 20;

    /** What a signature line says about the key behind it. */
    private record Signer(String name, int keyHash) {}

    private final String text;
    private final Map<Signer, byte[]> signatures;

    private SignedNote(String text, Map<Signer, byte[]> signatures) {
        this.text = text;
        this.signatures = signatures;
    }

    /** Parses a note; checks no signature. */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (note.length() > MAX_LENGTH || end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
            throw malformed("A note is a text, an empty line and signature lines.");
        }
        String text = note.substring(0, end + 1);
        requireText(text);
        Map<Signer, byte[]> signatures = new HashMap<>();
        for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
            addSignature(signatures, line);
            if (signatures.size() > MAX_SIGNATURES) {
                throw malformed("A note has at most " + MAX_SIGNATURES + " signatures.");
            }
        }
        return new SignedNote(text, signatures);
    }

    private static void addSignature(Map<Signer, byte[]> signatures, String line) {
        String[] parts = line.split(" ", -1);
        if (parts.length != 3 || !line.startsWith(SIGNATURE_PREFIX) || parts[1].isEmpty() || parts[1].contains("+")
                || parts[1].codePoints().anyMatch(VerifierKey::isSpace)) {
            throw malformed("A signature line reads: em dash, name, base64.");
        }
        byte[] bytes = base64(parts[2]);
        if (bytes.length <= Integer.BYTES) {
            throw malformed("A signature is too short.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int keyHash = buffer.getInt();
        byte[] signature = new byte[buffer.remaining()];
        buffer.get(signature);
        // Checking a signature costs a thousand times what reading it does, and a second one by a key says nothing new.
        if (signatures.put(new Signer(parts[1], keyHash), signature) != null) {
            throw malformed("A note has one signature of each key.");
        }
    }

    private static byte[] base64(String text) {
        try {
            return Base64Text.decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed("A signature must be base64 with its padding.");
        }
    }

    static void requireText(String text) {
        boolean plain = text.codePoints().allMatch(c -> c == '\n'
                || (c >= 0x20 && c != 0x7F && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)));
        if (!text.endsWith("\n") || !plain) {
            throw malformed("A note's text must end with a newline and hold no control characters.");
        }
    }

    public String text() {
        return text;
    }

    /**
     * Checks the signature by this key.
     *
     * @throws EvidenceException SIGNATURE_MISSING where the key did not sign, SIGNATURE_INVALID where it fails
     */
    public void verify(VerifierKey key) {
        byte[] signature = signatures.get(new Signer(key.name(), key.keyHash()));
        if (signature == null) {
            throw new EvidenceException(Codes.SIGNATURE_MISSING, "The note is not signed by the trusted key.");
        }
        if (!Ed25519Keys.isValid(key.publicKey(), text.getBytes(StandardCharsets.UTF_8), signature)) {
            throw new EvidenceException(Codes.SIGNATURE_INVALID, "The signature by " + key.name() + " fails.");
        }
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.CHECKPOINT_MALFORMED, message);
    }
}
