package dev.agenthub.server.approvals.requests;

import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Measures how long requests have been waiting for decisions, over all organizations. */
public final class PendingAges {

    /** The upper bounds of the age buckets, ascending. */
    private static final List<Duration> AGES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(10),
            Duration.ofHours(1), Duration.ofDays(1));

    private final Database database;
    private final InstantSource clock;

    public PendingAges(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * The waiting requests by age.
     *
     * @param youngerThan cumulative: by upper bound, how many requests are at most so old
     * @param all the number of waiting requests
     * @param oldest the age of the oldest
     */
    public record Count(Map<Duration, Long> youngerThan, long all, Duration oldest) {

        static Count of(List<Instant> waiting, Instant now) {
            Map<Duration, Long> youngerThan = new LinkedHashMap<>();
            AGES.forEach(age -> youngerThan.put(age, 0L));
            Duration oldest = Duration.ZERO;
            for (Instant since : waiting) {
                Duration age = Duration.between(since, now);
                AGES.stream().filter(limit -> age.compareTo(limit) <= 0)
                        .forEach(limit -> youngerThan.merge(limit, 1L, Long::sum));
                oldest = age.compareTo(oldest) > 0 ? age : oldest;
            }
            return new Count(youngerThan, waiting.size(), oldest);
        }
    }

    /** Counts now; reads every request that waits. */
    public Count count() {
        Instant now = clock.instant();
        List<Instant> waiting = new ArrayList<>();
        for (UUID org : database.organizations().all()) {
            waiting.addAll(database.transactions().call(OrgContext.system(org), handle -> handle
                    .createQuery("select created_at from approval_request where org_id = :org and state = 'pending'")
                    .bind("org", org).mapTo(Instant.class).list()));
        }
        return Count.of(waiting, now);
    }
}
