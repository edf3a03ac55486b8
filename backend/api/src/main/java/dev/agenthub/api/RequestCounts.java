package dev.agenthub.api;

import java.util.List;
import java.util.function.Predicate;

/**
 * How many requests a filter matches.
 *
 * @param requests all of them
 * @param counts by state and risk, without those of which there is none
 */
public record RequestCounts(long requests, List<RequestCount> counts) {

    public static final RequestCounts NONE = new RequestCounts(0, List.of());

    public RequestCounts {
        counts = Check.list("counts", counts);
    }

    public long with(RequestState state) {
        return sum(count -> count.state() == state);
    }

    public long with(Risk risk) {
        return sum(count -> count.risk() == risk);
    }

    private long sum(Predicate<RequestCount> which) {
        return counts.stream().filter(which).mapToLong(RequestCount::requests).sum();
    }
}
