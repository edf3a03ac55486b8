package dev.agenthub.api;

/**
 * Declares that the database was restored from a backup, so that its log goes on as a new incarnation.
 *
 * @param reason why, for the log: one to 2,000 characters
 */
public record RestoreRequest(String reason) {

    public RestoreRequest {
        reason = Check.text("reason", reason, 2_000);
    }
}
