package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Selects entries of the audit log; null means no condition.
 *
 * @param type an event's type, or a prefix that ends with a dot: {@code approval.} for all events of approvals
 * @param actor the id of the event's actor
 * @param subject the id of the event's subject
 * @param workspace the id of the event's workspace
 * @param from the earliest time, inclusive
 * @param until the latest time, exclusive
 * @param incarnation of the log, null for the current one
 */
public record AuditFilter(@Nullable String type, @Nullable String actor, @Nullable String subject,
        @Nullable UUID workspace, @Nullable Instant from, @Nullable Instant until, @Nullable Integer incarnation) {

    /** Everything in the current log. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);

    private static final int LONGEST = 200;

    public AuditFilter {
        if (type != null) {
            type = Check.eventType("type", type, LONGEST);
        }
        if (actor != null) {
            actor = Check.text("actor", actor, LONGEST);
        }
        if (subject != null) {
            subject = Check.text("subject", subject, LONGEST);
        }
        if (from != null && until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("from is not before until");
        }
        if (incarnation != null) {
            Check.atLeast("incarnation", incarnation, 1);
        }
    }
}
