package dev.agenthub.app.verification;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.verification.KnownKeys.Known;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The key with which an export is verified, and why it is trusted. The key is never taken
 * from the export, since a forger would include their own.
 *
 * @param key the key that signs the log's checkpoints
 * @param source why it is trusted
 * @param recorded the key recorded earlier for the log on this machine; null for none
 */
public record Trust(VerifierKey key, Source source, @Nullable Known recorded) {
    /** The code where no key is known to be trusted. */
    public static final String KEY_NEEDED = "KEY_NEEDED";

    /** Why a key is trusted. */
    public enum Source {
        /** The person gave the key. */
        GIVEN,
        /** The key is in the person's pin. */
        PINNED,
        /** The key was recorded on this machine when an earlier export of the log was verified. */
        KNOWN
    }

    /**
     * Chooses the key: the given one, else the pin's, else the one recorded for the log.
     *
     * @param origin the log that the export claims to contain
     * @throws CodedException KEY_NEEDED where none of them exists
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

    /** Whether another key is recorded for the same log, which its owner should explain. */
    public boolean contradictsRecord() {
        return recorded != null && !recorded.key().equals(key);
    }
}
