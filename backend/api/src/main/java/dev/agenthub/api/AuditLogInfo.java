package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current state of the organization's audit log.
 *
 * @param origin names the log: {@code <deployment>/org/<organization id>/<incarnation>}
 * @param size how many entries it has
 * @param head the last link, 64 hex digits
 * @param verifierKey the C2SP vkey of its checkpoints
 * @param lastCheckpoint the last signed note, null before the first
 * @param lastCheckpointAt when that was published, null where the database does not have it
 * @param refused why no checkpoint is signed any more; null where all is well
 * @param earlier the incarnations of the log before it was restored, the newest first
 */
public record AuditLogInfo(String origin, long size, String head, String verifierKey, @Nullable String lastCheckpoint,
        @Nullable Instant lastCheckpointAt, @Nullable CheckpointRefusal refused, List<EarlierLog> earlier) {

    public AuditLogInfo {
        origin = Check.present("origin", origin);
        head = Check.hash("head", head);
        verifierKey = Check.present("verifierKey", verifierKey);
        earlier = Check.list("earlier", earlier);
    }
}
