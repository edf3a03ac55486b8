package dev.agenthub.api;

import java.util.List;

/**
 * The requests that match a filter, counted by agent.
 *
 * @param requests how many match
 * @param agents at most {@link #MOST}: first those with more than {@link #FOLDED} requests of one state and risk, then the others; each
 *        of the two by number of requests, the most first
 * @param others how many requests are of other agents, or are members' proposals
 */
public record AgentCounts(long requests, List<AgentCount> agents, long others) {

    /** The most agents that are listed. */
    public static final int MOST = 8;
    /** Where an agent has more requests than this of one state and risk, a folded list shows only {@link #FIRST} of them. */
    public static final int FOLDED = 20;
    /** How many requests of one state and risk a folded list shows of an agent that has more than {@link #FOLDED}. */
    public static final int FIRST = 3;

    public static final AgentCounts NONE = new AgentCounts(0, List.of(), 0);

    public AgentCounts {
        agents = Check.list("agents", agents);
    }
}
