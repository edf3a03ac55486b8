package dev.agenthub.app.verification;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A completed verification of an export.
 *
 * @param export the file
 * @param report the verifier's report
 * @param trust the key used, and why it is trusted
 * @param pin the auditor's earlier checkpoint; null for none
 * @param state the state from which the next verification continues; null where the controls were not fully verified
 * @param at when the verification ended
 * @param took its duration
 * @param keyRecorded whether this verification recorded the key on this machine
 */
public record CheckedExport(Path export, Report report, Trust trust, @Nullable Pin pin,
        @Nullable SavedState state, Instant at, Duration took, boolean keyRecorded) {

    /** The pin to keep for the next verification; null where this export is no basis for one. */
    public @Nullable KeptPin newPin() {
        String note = report.checkpoint();
        return report.isVerified() && note != null ? new KeptPin(new Pin(note, trust.key()), state) : null;
    }
}
