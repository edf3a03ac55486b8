package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import org.jspecify.annotations.Nullable;

/**
 * The last checkpoint of a log, its signature checked here.
 *
 * @param size how many entries it covers
 * @param behind how many are newer than it
 */
record LastCheckpoint(long size, long behind) {

    /** Opens the log's last note; null when nothing was signed yet. */
    static @Nullable LastCheckpoint of(AuditLogInfo log) {
        String note = log.lastCheckpoint();
        if (note == null) {
            return null;
        }
        long size = Checkpoint.open(note, VerifierKey.parse(log.verifierKey())).size();
        return new LastCheckpoint(size, log.size() - size);
    }
}
