package dev.agenthub.evidence.proof;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.Proofs;
import dev.agenthub.evidence.note.Checkpoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A proof that a signed checkpoint covers one entry of a log: its exact bytes, the link before it, and the audit path in the tree. Written
 * as a C2SP tlog-proof, whose extra data is {@code {"event":<event>,"previous":"<hex link>"}}. Immutable.
 */
public final class EntryProof {

    /** The first line of the file. */
    public static final String FORMAT = TlogProof.FIRST_LINE;
    /** The ending that the C2SP recommends for the names of such files. */
    public static final String EXTENSION = "tlog-proof";
    /** The largest event in base64, and some room for the rest. */
    public static final int MAX_BYTES = 24 << 20;

    private static final byte[] BEFORE_EVENT = "{\"event\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_PREVIOUS = ",\"previous\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_PREVIOUS = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int AFTER_EVENT = BEFORE_PREVIOUS.length + 2 * Hash.LENGTH + AFTER_PREVIOUS.length;

    private final byte[] event;
    private final Hash previous;
    private final TlogProof proof;

    private EntryProof(byte[] event, Hash previous, TlogProof proof) {
        this.event = event;
        this.previous = previous;
        this.proof = proof;
    }

    /** The proof of this event, which nothing has checked yet. */
    static EntryProof of(byte[] event, Hash previous, long seq, List<Hash> hashes, String checkpoint) {
        ByteArrayOutputStream extra = new ByteArrayOutputStream();
        extra.writeBytes(BEFORE_EVENT);
        extra.writeBytes(event);
        extra.writeBytes(BEFORE_PREVIOUS);
        extra.writeBytes(previous.hex().getBytes(StandardCharsets.US_ASCII));
        extra.writeBytes(AFTER_PREVIOUS);
        return new EntryProof(event.clone(), previous,
                new TlogProof(Base64.getEncoder().encodeToString(extra.toByteArray()), seq, hashes, checkpoint));
    }

    /**
     * Reads a proof; nothing of it is checked yet.
     *
     * @throws EvidenceException PROOF_MALFORMED
     */
    public static EntryProof parse(byte[] file) {
        if (file.length > MAX_BYTES) {
            throw malformed("it is larger than a proof may be.");
        }
        TlogProof proof = TlogProof.parse(file);
        byte[] extra = proof.extraBytes();
        int end = extra.length - AFTER_EVENT;
        if (end <= BEFORE_EVENT.length || !matches(extra, 0, BEFORE_EVENT) || !matches(extra, end, BEFORE_PREVIOUS)
                || !matches(extra, extra.length - AFTER_PREVIOUS.length, AFTER_PREVIOUS)) {
            throw malformed("its extra data is not an event with the link before it.");
        }
        try {
            Hash previous = Hash.ofHex(new String(extra, end + BEFORE_PREVIOUS.length, 2 * Hash.LENGTH,
                    StandardCharsets.ISO_8859_1));
            return new EntryProof(Arrays.copyOfRange(extra, BEFORE_EVENT.length, end), previous, proof);
        } catch (EvidenceException e) {
            throw malformed("the link before its event is none.");
        }
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        return Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** The file. */
    public String text() {
        return proof.text();
    }

    /** The exact bytes of the event. */
    public byte[] event() {
        return event.clone();
    }

    /** The link of the entry before it, or the genesis hash. */
    public Hash previous() {
        return previous;
    }

    public long seq() {
        return proof.index();
    }

    /** The entry's own link, recomputed. */
    public Hash link() {
        return Chain.link(seq(), previous, Chain.event(event));
    }

    /** The signed note. */
    public String note() {
        return proof.checkpoint();
    }

    /**
     * Checks that the entry is in the tree of the checkpoint, whoever may have signed that.
     *
     * @throws EvidenceException PROOF_INVALID
     */
    void requireWithin(Checkpoint checkpoint) {
        Proofs.verifyInclusion(link(), seq(), checkpoint.size(), proof.hashes(), checkpoint.root());
    }

    private static EvidenceException malformed(String why) {
        return new EvidenceException(Codes.PROOF_MALFORMED, "This is not the proof of an entry: " + why);
    }
}
