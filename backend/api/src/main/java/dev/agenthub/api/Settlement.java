package dev.agenthub.api;

/**
 * What somebody found out about a reservation of which nobody knew whether it was spent; the audit log keeps it.
 *
 * @param outcome whether it was spent
 * @param reason how they know, at most 500 characters
 */
public record Settlement(SettlementOutcome outcome, String reason) {

    public Settlement {
        outcome = Check.present("outcome", outcome);
        reason = Check.text("reason", reason, 500);
    }
}
