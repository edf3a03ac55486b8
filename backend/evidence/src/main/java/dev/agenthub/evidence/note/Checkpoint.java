package dev.agenthub.evidence.note;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Base64Text;
import dev.agenthub.evidence.hash.Hash;
import java.util.Base64;

/**
 * The size and root of a log at one moment (C2SP tlog-checkpoint, without extension lines).
 *
 * @param origin the log's name, which is also the name of the key that signs
 */
public record Checkpoint(String origin, long size, Hash root) {

    public Checkpoint {
        if (origin.isEmpty() || origin.codePoints().anyMatch(VerifierKey::isSpace) || size < 0) {
            throw malformed("A checkpoint has an origin without spaces and a size from 0 up.");
        }
    }

    /** The three lines that are signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.bytes()) + "\n";
    }

    /** The signed note; the signer's name must be the origin. */
    public String sign(NoteSigner signer) {
        if (!signer.name().equals(origin)) {
            throw new IllegalArgumentException("The signer's name must be the checkpoint's origin");
        }
        return signer.sign(text());
    }

    /**
     * Reads a note and checks that this key signed it for its own origin.
     *
     * @throws EvidenceException CHECKPOINT_MALFORMED, SIGNATURE_MISSING or SIGNATURE_INVALID
     */
    public static Checkpoint open(String note, VerifierKey key) {
        SignedNote signed = SignedNote.parse(note);
        Checkpoint checkpoint = ofText(signed.text());
        if (!checkpoint.origin.equals(key.name())) {
            throw new EvidenceException(Codes.SIGNATURE_MISSING, "The checkpoint's origin is not the trusted key's.");
        }
        signed.verify(key);
        return checkpoint;
    }

    /** Reads what a note says, whoever may have signed it. */
    public static Checkpoint unverified(String note) {
        return ofText(SignedNote.parse(note).text());
    }

    /** Reads the three lines of {@link #text()}, which nobody need have signed. */
    public static Checkpoint ofText(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4) {
            throw malformed("A checkpoint has three lines: origin, size, root.");
        }
        try {
            byte[] root = Base64Text.decode(lines[2]);
            Checkpoint checkpoint = new Checkpoint(lines[0], Long.parseLong(lines[1]), Hash.of(root));
            if (checkpoint.text().equals(text)) {
                return checkpoint;
            }
        } catch (IllegalArgumentException | EvidenceException e) {
            throw malformed("A checkpoint's size must be a number and its root 32 bytes in base64.");
        }
        throw malformed("A checkpoint's numbers have one spelling only.");
    }

    private static EvidenceException malformed(String message) {
        return new EvidenceException(Codes.CHECKPOINT_MALFORMED, message);
    }
}
