package dev.agenthub.evidence.proof;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Base64Text;
import dev.agenthub.evidence.hash.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proof as the C2SP writes it (c2sp.org/tlog-proof@v1): that a leaf stands at an index of the tree of a checkpoint.
 *
 * @param extra what the application adds, in base64, which nothing in this format vouches for; null for nothing
 * @param index from 0
 * @param hashes from the leaf's sibling up to the root's child
 * @param checkpoint the signed note, verbatim
 */
record TlogProof(@Nullable String extra, long index, List<Hash> hashes, String checkpoint) {

    static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

    /** No tree whose size is a number of 64 bits is higher. */
    private static final int MAX_HASHES = 63;
    /** What a JSON number says exactly; reports have index and size as numbers. */
    static final long MAX_NUMBER = (1L << 53) - 1;
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    TlogProof {
        hashes = List.copyOf(hashes);
    }

    byte[] extraBytes() {
        return extra == null ? new byte[0] : Base64Text.decode(extra);
    }

    String text() {
        StringBuilder out = new StringBuilder(FIRST_LINE).append('\n');
        if (extra != null) {
            out.append(EXTRA).append(extra).append('\n');
        }
        out.append(INDEX).append(index).append('\n');
        hashes.forEach(hash -> out.append(base64(hash.bytes())).append('\n'));
        return out.append('\n').append(checkpoint).toString();
    }

    /**
     * Reads a proof; what it says is not looked into yet.
     *
     * @throws EvidenceException PROOF_MALFORMED, with the offset of the line at fault
     */
    static TlogProof parse(byte[] file) {
        try {
            return new Reading(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString()).proof();
        } catch (CharacterCodingException e) {
            throw new EvidenceException(Codes.PROOF_MALFORMED, "This is not a proof: it is not UTF-8.");
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Goes over the text line by line; until the checkpoint every character is one byte. */
    private static final class Reading {

        private final String text;
        private int lineAt;
        private int at;

        Reading(String text) {
            this.text = text;
        }

        TlogProof proof() {
            if (!line().equals(FIRST_LINE)) {
                throw malformed("it does not begin with " + FIRST_LINE + ".");
            }
            String line = line();
            String extra = null;
            if (line.startsWith(EXTRA)) {
                extra = base64(decoded(line.substring(EXTRA.length())));
                line = line();
            }
            long index = index(line);
            List<Hash> hashes = new ArrayList<>();
            for (line = line(); !line.isEmpty(); line = line()) {
                hashes.add(hash(line));
                if (hashes.size() > MAX_HASHES) {
                    throw malformed("no tree is as high as that.");
                }
            }
            return new TlogProof(extra, index, hashes, text.substring(at));
        }

        private String line() {
            lineAt = at;
            int end = text.indexOf('\n', at);
            if (end < 0) {
                throw malformed("it is cut off.");
            }
            at = end + 1;
            return text.substring(lineAt, end);
        }

        private long index(String line) {
            try {
                long index = line.startsWith(INDEX) ? Long.parseLong(line.substring(INDEX.length())) : -1;
                if (index >= 0 && index <= MAX_NUMBER && line.equals(INDEX + index)) {
                    return index;
                }
            } catch (NumberFormatException e) {
                throw malformed("its index is no number.");
            }
            throw malformed("its index is not where it must be, or has another spelling.");
        }

        private Hash hash(String line) {
            byte[] bytes = decoded(line);
            if (bytes.length != Hash.LENGTH) {
                throw malformed("a hash has 32 bytes.");
            }
            return Hash.of(bytes);
        }

        private byte[] decoded(String text) {
            try {
                return Base64Text.decode(text);
            } catch (IllegalArgumentException e) {
                throw malformed("a line is not base64, or in another spelling.");
            }
        }

        private EvidenceException malformed(String why) {
            return new EvidenceException(Codes.PROOF_MALFORMED, "This is not a proof: " + why, lineAt);
        }
    }
}
