package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * When a member first fetched the bytes of a request.
 *
 * @param member who fetched them
 * @param name the member's
 * @param at the first time
 */
public record PayloadFetch(UUID member, String name, Instant at) {

    public PayloadFetch {
        member = Check.present("member", member);
        name = Check.present("name", name);
        at = Check.present("at", at);
    }
}
