package dev.agenthub.api;

/**
 * Takes a request back that has not begun to run.
 *
 * @param reason why, for the log and for whoever asked: one to 2,000 characters
 */
public record CancelRequest(String reason) {

    public CancelRequest {
        reason = Check.text("reason", reason, 2_000);
    }
}
