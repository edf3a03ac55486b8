package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last checkpoint of a log, its signature checked here.
 *
 * @param size how many entries it covers
 * @param behind how many are newer than it, negative where the log is shorter
 * @param at when it was published, null where nobody knows
 */
record LastCheckpoint(long size, long behind, @Nullable Instant at) {

    /** Opens the log's last note; null when nothing was signed yet. */
    static @Nullable LastCheckpoint of(AuditLogInfo log) {
        String note = log.lastCheckpoint();
        if (note == null) {
            return null;
        }
        Checkpoint checkpoint = Checkpoint.unverified(note);
        if (!checkpoint.origin().equals(log.origin())) {
            // Of an incarnation before or after this one, which is what the refusal is about.
            return null;
        }
        long size = Checkpoint.open(note, VerifierKey.parse(log.verifierKey())).size();
        return new LastCheckpoint(size, log.size() - size, log.lastCheckpointAt());
    }
}
