package dev.agenthub.api;

/**
 * Settles a reservation of which it was unknown whether it was spent; the audit log records it.
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
