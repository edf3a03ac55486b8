package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * An amount that is reserved for a run of which it is unknown whether it had its effect.
 *
 * @param reservation its id, which is the run's
 * @param request which request was run
 * @param title what the request asks for
 * @param workspace whose agent asked
 * @param connector the connector of the run's call
 * @param currency three letters (ISO 4217)
 * @param amount a decimal string
 * @param reservedAt when it was reserved, just before the call
 */
public record Reservation(UUID reservation, UUID request, String title, UUID workspace, UUID connector,
        String currency, String amount, Instant reservedAt) {

    public Reservation {
        reservation = Check.present("reservation", reservation);
        request = Check.present("request", request);
        title = Check.present("title", title);
        workspace = Check.present("workspace", workspace);
        connector = Check.present("connector", connector);
        currency = Check.currency("currency", currency);
        amount = Check.amount("amount", amount);
        reservedAt = Check.present("reservedAt", reservedAt);
    }
}
