package dev.agenthub.evidence.note;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A C2SP signed note: a text that ends with a newline, an empty line, and one line for each signature. */
public final class SignedNote {

    static final String SIGNATURE_PREFIX = "\u2014 ";

    private static final int MAX_SIGNATURES = 100;
    private static final int MAX_LENGTH = 1 << 20;

    /** A signature line; the signature stays in base64 so that the record compares by content. */
    private record Signature(String name, int keyHash, String signature) {

        byte[] bytes() {
            return Base64.getDecoder().decode(signature);
        }
    }

    private final String text;
    private final List<Signature> signatures;

    private SignedNote(String text, List<Signature> signatures) {
        this.text = text;
        this.signatures = signatures;
    }

    /** Takes a note apart; no signature is checked yet. */
    public static SignedNote parse(String note) {
        int end = note.lastIndexOf("\n\n");
        if (note.length() > MAX_LENGTH || end < 0 || !note.endsWith("\n") || end + 2 == note.length()) {
            throw malformed("A note is a text, an empty line and signature lines.");
        }
        String text = note.substring(0, end + 1);
        requireText(text);
        List<Signature> signatures = new ArrayList<>();
        for (String line : note.substring(end + 2, note.length() - 1).split("\n", -1)) {
            signatures.add(signature(line));
            if (signatures.size() > MAX_SIGNATURES) {
                throw malformed("A note has at most " + MAX_SIGNATURES + " signatures.");
            }
        }
        return new SignedNote(text, signatures);
    }

    private static Signature signature(String line) {
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
        return new Signature(parts[1], keyHash, Base64.getEncoder().encodeToString(signature));
    }

    private static byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw malformed("A signature must be base64.");
        }
        throw malformed("A signature must be base64 with its padding.");
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
     * Checks the signatures by this key.
     *
     * @throws EvidenceException SIGNATURE_MISSING where the key did not sign, SIGNATURE_INVALID where a signature in its name fails
     */
    public void verify(VerifierKey key) {
        byte[] message = text.getBytes(StandardCharsets.UTF_8);
        boolean found = false;
        for (Signature signature : signatures) {
            if (signature.name().equals(key.name()) && signature.keyHash() == key.keyHash()) {
                found = true;
                if (!Ed25519Keys.isValid(key.publicKey(), message, signature.bytes())) {
                    throw new EvidenceException(Codes.SIGNATURE_INVALID, "The signature by " + key.name() + " fails.");
                }
            }
        }
        if (!found) {
            throw new EvidenceException(Codes.SIGNATURE_MISSING, "The note is not signed by the trusted key.");
        }
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.CHECKPOINT_MALFORMED, message);
    }
}
