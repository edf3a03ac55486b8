package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the audit log are asked for; null is no condition.
 *
 * @param type an event's type, or with a dot at its end the beginning of some: {@code approval.} for all of approvals
 * @param actor the id of who did it
 * @param subject the id of what it was done to
 * @param workspace where
 * @param from the first moment
 * @param until the moment before which it happened
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
