package dev.agenthub.evidence.verify.controls.saved;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.hash.Hash;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The lines of a saved state, hashed on the way, in memory bounded by the longest of them; knows where each begins. */
final class StateLines {

    private final InputStream in;
    private final long limit;
    private final MessageDigest digest = Hash.newDigest();
    private long lineAt;
    private long at;

    StateLines(InputStream in, long limit) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.limit = limit;
    }

    /** The next line without its newline. */
    byte[] next() throws IOException {
        lineAt = at;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw malformed("it is cut off.");
            }
            at++;
            if (at > limit || line.size() > CanonicalJson.DEFAULT_LIMIT) {
                throw malformed("it is larger than a state may be.");
            }
            if (next == '\n') {
                byte[] bytes = line.toByteArray();
                digest.update(bytes);
                digest.update((byte) '\n');
                return bytes;
            }
            line.write(next);
        }
    }

    /** The next line as text. */
    String nextText() throws IOException {
        return new String(next(), StandardCharsets.UTF_8);
    }

    /** The hash of the lines read so far. */
    Hash hashSoFar() {
        try {
            return Hash.of(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The SHA-256 of the JDK can be cloned", e);
        }
    }

    void requireEnd() throws IOException {
        if (in.read() >= 0) {
            lineAt = at;
            throw malformed("there are bytes after its end.");
        }
    }

    /** A refusal that points at the line read last. */
    EvidenceException malformed(String why) {
        return new EvidenceException(Codes.STATE_MALFORMED, "This file is not a saved state: " + why, lineAt);
    }
}
