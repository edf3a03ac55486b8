package dev.agenthub.api;

import java.util.List;

/**
 * Whose the requests are that a filter matches.
 *
 * @param requests all of them
 * @param agents those that flood the list, which have more than {@link #FOLDED} requests of one state and
 *        risk, and then the others; of each those with most requests first, and at most {@link #MOST} of all
 * @param others how many requests are of other agents, or are members' proposals
 */
public record AgentCounts(long requests, List<AgentCount> agents, long others) {

    /** How many agents are named. */
    public static final int MOST = 8;
    /** Of an agent named here that has more requests than this of one state and risk, a folded list names only {@link #FIRST}. */
    public static final int FOLDED = 20;
    /** How many of each state and risk a folded list names of an agent that has more than {@link #FOLDED}. */
    public static final int FIRST = 3;

    public static final AgentCounts NONE = new AgentCounts(0, List.of(), 0);

    public AgentCounts {
        agents = Check.list("agents", agents);
    }
}
