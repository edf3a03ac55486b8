package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the agent that asks did before, and who has read the request: for people who weigh it. It has no influence on policies.
 *
 * @param runs how many earlier actions of the agent that were executed this goes by: the newest, at most {@link #MOST_RUNS}; 0 for a change
 * @param like the newest of them with the same tool; null where there is none
 * @param likeRuns how many of them had the same tool
 * @param sameDefinitionRuns how many of {@code likeRuns} ran with the definition of the tool that this request names by its digest
 * @param toolChange the newest of {@code likeRuns} that ran with another definition of the tool; null where there is none
 * @param newHost whether none of them went to the host that this one goes to
 * @param newArguments of the arguments that the tool's title names, those that are short texts which none of them with the same tool had
 * @param numbers of the arguments that the tool's title names, those that are numbers, with what they were before
 * @param days on which the agent asked for something, the earliest first, none longer ago than {@link #LAST_DAYS} days; in UTC
 * @param fetches who has fetched the payload, the first first, at most {@link #MOST_FETCHES}; none for who may not know
 */
public record RequestHistory(int runs, @Nullable UUID like, int likeRuns, int sameDefinitionRuns,
        @Nullable ToolChange toolChange, boolean newHost, List<String> newArguments, List<NumberHistory> numbers,
        List<RequestDay> days, List<PayloadFetch> fetches) {

    public static final int MOST_RUNS = 500;
    public static final int LAST_DAYS = 30;
    public static final int MOST_FETCHES = 50;

    public RequestHistory {
        newArguments = Check.list("newArguments", newArguments);
        numbers = Check.list("numbers", numbers);
        days = Check.list("days", days, LAST_DAYS + 1);
        fetches = Check.list("fetches", fetches, MOST_FETCHES);
    }
}
