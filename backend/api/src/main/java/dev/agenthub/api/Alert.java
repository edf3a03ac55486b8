package dev.agenthub.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What every owner and admin is told, until they acknowledge it: an override, or a spending cap that is reached.
 *
 * @param alert the alert's id
 * @param at when the server recorded what it tells of
 * @param override that a member overrode the approvals which a request lacked; null where it tells of something else
 * @param cap that so much of a budget is used; null where it tells of something else
 * @param acknowledgedAt when the caller acknowledged it; null where they have not yet
 * @param acknowledgements of every member who has, the earliest first
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
