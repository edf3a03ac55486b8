package dev.agenthub.app.verification;

import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.controls.SavedState;
import dev.agenthub.evidence.verify.report.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A verification that came to an end.
 *
 * @param export the file
 * @param report what was decided
 * @param trust by which key, and why that one
 * @param pin the checkpoint that the auditor had kept, null for none
 * @param state what the next verification can go on from, null where the controls were not judged in full
 * @param at when it was done
 * @param took how long
 * @param keyRecorded whether the key is now recorded on this machine and was not before
 */
public record Checked(Path export, Report report, Trust trust, @Nullable Pin pin,
        @Nullable SavedState state, Instant at, Duration took, boolean keyRecorded) {

    /** What an auditor keeps for the next time; null when this export is not worth keeping anything of. */
    public @Nullable KeptPin newPin() {
        String note = report.checkpoint();
        return report.isVerified() && note != null ? new KeptPin(new Pin(note, trust.key()), state) : null;
    }
}
