package dev.agenthub.api;

import java.util.List;
import java.util.UUID;

/**
 * How many requests one agent has.
 *
 * @param agent its id
 * @param name its name
 * @param requests how many it has in all
 * @param counts by state and risk, without those of which there is none
 */
public record AgentCount(UUID agent, String name, long requests, List<RequestCount> counts) {

    public AgentCount {
        agent = Check.present("agent", agent);
        name = Check.present("name", name);
        counts = Check.list("counts", counts);
    }

    /** How many of this state and risk. */
    public long with(RequestState state, Risk risk) {
        return counts.stream().filter(count -> count.state() == state && count.risk() == risk)
                .mapToLong(RequestCount::requests).sum();
    }
}
