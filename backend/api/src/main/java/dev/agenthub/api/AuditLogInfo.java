package dev.agenthub.api;

import org.jspecify.annotations.Nullable;

/**
 * The organization's audit log as it stands.
 *
 * @param origin names the log, EVIDENCE.md §4
 * @param size how many entries it has
 * @param head the last link, 64 hex digits
 * @param verifierKey the C2SP vkey of its checkpoints
 * @param lastCheckpoint the last signed note, null before the first
 */
public record AuditLogInfo(String origin, long size, String head, String verifierKey, @Nullable String lastCheckpoint) {

    public AuditLogInfo {
        origin = Check.present("origin", origin);
        head = Check.hash("head", head);
        verifierKey = Check.present("verifierKey", verifierKey);
    }
}
