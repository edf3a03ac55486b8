package dev.agenthub.api;

/**
 * Cancels a request that has not begun to run.
 *
 * @param reason why, for the log and the requester: 1 to 2,000 characters
 */
public record CancelRequest(String reason) {

    public CancelRequest {
        reason = Check.text("reason", reason, 2_000);
    }
}
