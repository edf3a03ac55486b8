package dev.agenthub.api;

import java.time.Instant;

/**
 * The group that may decide a request too once it has waited for some time.
 *
 * @param group its members then count in every group that is asked
 * @param at when, if it still waits
 * @param done whether it has happened
 */
public record RequestEscalation(String group, Instant at, boolean done) {

    public RequestEscalation {
        group = Check.present("group", group);
        at = Check.present("at", at);
    }
}
