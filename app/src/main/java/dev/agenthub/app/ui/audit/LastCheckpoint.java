package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last checkpoint of a log, with its signature verified here.
 *
 * @param size the number of entries that it covers
 * @param behind the number of newer entries; negative where the log is shorter
 * @param at when it was published; null where unknown
 */
record LastCheckpoint(long size, long behind, @Nullable Instant at) {

    /** Verifies the log's last signed note; null where nothing was signed yet. */
    static @Nullable LastCheckpoint of(AuditLogInfo log) {
        String note = log.lastCheckpoint();
        if (note == null) {
            return null;
        }
        Checkpoint checkpoint = Checkpoint.unverified(note);
        if (!checkpoint.origin().equals(log.origin())) {
            // The note is of another incarnation, which the refusal explains.
            return null;
        }
        long size = Checkpoint.open(note, VerifierKey.parse(log.verifierKey())).size();
        return new LastCheckpoint(size, log.size() - size, log.lastCheckpointAt());
    }
}
