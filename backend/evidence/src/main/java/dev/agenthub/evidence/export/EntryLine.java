package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a line of a file of entries apart: an event, exactly as it was hashed, and its link. */
public final class EntryLine {

    private static final byte[] BEFORE_EVENT = "{\"event\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_LINK = ",\"h\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_LINK = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int AFTER_EVENT = BEFORE_LINK.length + 2 * Hash.LENGTH + AFTER_LINK.length;

    private EntryLine() {}

    /** The bytes of the event on the line that was gone to. */
    public static byte[] event(SegmentLines lines) {
        requireShape(lines);
        return Arrays.copyOfRange(lines.buffer(), lines.from() + BEFORE_EVENT.length, lines.to() - AFTER_EVENT);
    }

    /** The link that stands on the line that was gone to; nothing says that it is right. */
    public static Hash link(SegmentLines lines) {
        requireShape(lines);
        int from = lines.to() - AFTER_EVENT + BEFORE_LINK.length;
        try {
            return Hash.ofHex(new String(lines.buffer(), from, 2 * Hash.LENGTH, StandardCharsets.ISO_8859_1));
        } catch (EvidenceException e) {
            throw malformed();
        }
    }

    private static void requireShape(SegmentLines lines) {
        int link = lines.to() - AFTER_EVENT;
        if (link <= lines.from() + BEFORE_EVENT.length || !matches(lines, lines.from(), BEFORE_EVENT)
                || !matches(lines, link, BEFORE_LINK) || !matches(lines, lines.to() - AFTER_LINK.length, AFTER_LINK)) {
            throw malformed();
        }
    }

    private static boolean matches(SegmentLines lines, int at, byte[] wanted) {
        return Arrays.equals(lines.buffer(), at, at + wanted.length, wanted, 0, wanted.length);
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.ENTRY_MALFORMED, "The line is not an event with its link.");
    }
}
