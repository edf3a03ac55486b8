package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert for every owner and admin until they acknowledge it: an override, or a spending cap that is reached.
 *
 * @param alert the alert's id
 * @param at when the server recorded the event
 * @param override the override of a request's missing approvals; null for an alert of another kind
 * @param cap the budget and how much of it is used; null for an alert of another kind
 * @param acknowledgedAt when the caller acknowledged it; null where they have not yet
 * @param acknowledgements by every member who has acknowledged it, the earliest first
 */
public record Alert(UUID alert, Instant at, @Nullable OverrideAlert override, @Nullable CapAlert cap,
        @Nullable Instant acknowledgedAt, List<Acknowledgement> acknowledgements) {

    public Alert {
        alert = Check.present("alert", alert);
        at = Check.present("at", at);
        if ((override == null) == (cap == null)) {
            throw new IllegalArgumentException("override or cap is missing");
        }
        acknowledgements = Check.list("acknowledgements", acknowledgements);
    }
}
