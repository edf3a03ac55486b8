package dev.agenthub.evidence.timestamp;

import java.time.Instant;

/**
 * A verified timestamp of a checkpoint.
 *
 * @param time when the authority saw the note, by its own clock
 * @param authority the subject of the certificate that signed
 * @param covered which bytes of the note the token is over
 * @param trusted whether the certificate leads to one that the verifier trusts; false where none were given, since then nobody checked
 */
public record Timestamp(Instant time, String authority, Covered covered, boolean trusted) {

    /** The bytes that a token may be over. */
    public enum Covered {
        /** The whole note, signatures and all: the log had signed it by then. */
        NOTE,
        /** The text above the signatures alone. */
        TEXT
    }
}
