package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Options of a verification.
 *
 * @param key the trusted key; null to take the pin's
 * @param pin the checkpoint the auditor kept; null leaves the verdict unpinned
 * @param state what an earlier verification saved about the log as of the pin; null leaves an incremental export's controls judged in part
 * @param progress receives the progress, on any thread
 * @param cancelled asked now and then; true ends the verification with a {@link java.util.concurrent.CancellationException}
 * @param authorities whose timestamps are trusted; null checks tokens by themselves, and the report says so
 */
public record VerifyOptions(@Nullable VerifierKey key, @Nullable Pin pin, @Nullable SavedState state,
        Progress progress, BooleanSupplier cancelled, @Nullable TimestampAuthorities authorities) {

    /** Refuses a state that is not of the pin with STATE_OF_OTHER_PIN: it would vouch for another log, or for another size of this one. */
    public VerifyOptions {
        if (state != null) {
            state.requireOf(pin);
        }
    }

    public VerifyOptions(@Nullable VerifierKey key, @Nullable Pin pin, Progress progress, BooleanSupplier cancelled) {
        this(key, pin, null, progress, cancelled, null);
    }

    /** Receives the progress, in bytes of the export read. */
    @FunctionalInterface
    public interface Progress {

        void report(long done, long total);
    }

    /** Options without progress or cancellation. */
    public static VerifyOptions of(@Nullable VerifierKey key, @Nullable Pin pin) {
        return new VerifyOptions(key, pin, (done, total) -> {}, () -> false);
    }

    /** The same with authorities whose timestamps are trusted. */
    public VerifyOptions trusting(@Nullable TimestampAuthorities trusted) {
        return new VerifyOptions(key, pin, state, progress, cancelled, trusted);
    }

    /** These options with the saved state that belongs to the pin. */
    public VerifyOptions with(@Nullable SavedState saved) {
        return new VerifyOptions(key, pin, saved, progress, cancelled, authorities);
    }

    /** The key that must have signed: the one given, else the pin's. */
    @Nullable
    VerifierKey trustedKey() {
        return key != null || pin == null ? key : pin.key();
    }
}
