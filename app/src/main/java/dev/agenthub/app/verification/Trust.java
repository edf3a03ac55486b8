package dev.agenthub.app.verification;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.verification.KnownKeys.Known;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The key by which an export is judged, and why it is trusted. An export can't say so itself: whoever forged it would
 * have put their own key into it.
 *
 * @param key signs the log's checkpoints
 * @param source why it is trusted
 * @param recorded what this machine had recorded for the log before, null for nothing
 */
public record Trust(VerifierKey key, Source source, @Nullable Known recorded) {
    /** Nothing says whose log it is. */
    public static final String KEY_NEEDED = "KEY_NEEDED";

    /** Why a key is trusted. */
    public enum Source {
        /** The person gave it. */
        GIVEN,
        /** It stands in the person's pin. */
        PINNED,
        /** It was recorded on this machine when an earlier export of the log was verified. */
        KNOWN
    }

    /**
     * Decides on a key: the one given, else the pin's, else the one recorded for the log.
     *
     * @param origin the log that the export says it is of
     * @throws CodedException KEY_NEEDED when there is none
     */
    public static Trust choose(@Nullable VerifierKey given, @Nullable Pin pin, String origin, KnownKeys keys)
            throws IOException {
        Known recorded = keys.find(origin);
        if (given != null) {
            return new Trust(given, Source.GIVEN, recorded);
        }
        if (pin != null) {
            return new Trust(pin.key(), Source.PINNED, recorded);
        }
        if (recorded == null) {
            throw new CodedException(KEY_NEEDED, "Nothing says which key signs the log " + origin
                    + ": give its verifier key or your pin. The export can’t vouch for itself.");
        }
        return new Trust(recorded.key(), Source.KNOWN, recorded);
    }

    /** Whether another key was recorded for the same log: its owner should say why. */
    public boolean contradictsRecord() {
        return recorded != null && !recorded.key().equals(key);
    }
}
