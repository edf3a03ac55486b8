package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Parses the current line of a segment into an event, exactly as it was hashed, and its link. */
public final class EntryLine {

    private static final byte[] BEFORE_EVENT = "{\"event\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEFORE_LINK = ",\"h\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_LINK = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX_LENGTH = 2 * Hash.LENGTH;
    private static final int AFTER_EVENT = BEFORE_LINK.length + HEX_LENGTH + AFTER_LINK.length;

    private EntryLine() {}

    /** Where in the buffer the event begins, on a line that has a link. */
    public static int eventFrom(SegmentLines lines) {
        return lines.from() + BEFORE_EVENT.length;
    }

    /** Where in the buffer the event ends, on a line that has a link. */
    public static int eventTo(SegmentLines lines) {
        return lines.to() - AFTER_EVENT;
    }

    /** The link on the line, not verified; null if the line is not an event with its link. */
    public static byte @Nullable [] link(SegmentLines lines) {
        byte[] buffer = lines.buffer();
        int at = eventTo(lines);
        if (at <= eventFrom(lines) || !matches(buffer, lines.from(), BEFORE_EVENT) || !matches(buffer, at, BEFORE_LINK)
                || !matches(buffer, lines.to() - AFTER_LINK.length, AFTER_LINK)) {
            return null;
        }
        byte[] link = new byte[Hash.LENGTH];
        for (int i = 0; i < HEX_LENGTH; i++) {
            byte c = buffer[at + BEFORE_LINK.length + i];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
            if (digit < 0) {
                return null;
            }
            link[i / 2] = (byte) (link[i / 2] << 4 | digit);
        }
        return link;
    }

    private static boolean matches(byte[] buffer, int at, byte[] wanted) {
        return Arrays.equals(buffer, at, at + wanted.length, wanted, 0, wanted.length);
    }

    /** The error for a line that is not an event with its link. */
    public static EvidenceException malformed() {
        return new EvidenceException(Codes.ENTRY_MALFORMED, "The line is not an event with its link.");
    }
}
