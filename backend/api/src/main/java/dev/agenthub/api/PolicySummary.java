package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy and its version in force.
 *
 * @param name what the organization calls the policy
 * @param current the version in force
 * @param publishedAt when that version was published
 * @param publishedBy null where no member published it
 * @param agents how many agents are under it
 */
public record PolicySummary(String name, PolicyVersion current, Instant publishedAt, @Nullable UUID publishedBy,
        int agents) {

    public PolicySummary {
        name = Check.present("name", name);
        current = Check.present("current", current);
        publishedAt = Check.present("publishedAt", publishedAt);
    }
}
