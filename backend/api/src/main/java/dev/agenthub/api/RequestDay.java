package dev.agenthub.api;

import java.time.LocalDate;

/**
 * How much an agent asked for on one day.
 *
 * @param day in UTC
 * @param requests at least 1
 */
public record RequestDay(LocalDate day, long requests) {

    public RequestDay {
        day = Check.present("day", day);
        requests = Check.atLeast("requests", requests, 1);
    }
}
