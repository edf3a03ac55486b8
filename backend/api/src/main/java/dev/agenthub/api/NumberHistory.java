package dev.agenthub.api;

import java.util.List;

/**
 * What an argument was in earlier actions of the same agent with the same tool that were executed and, where there is one, with the same
 * {@code currency}.
 *
 * @param argument its name
 * @param values decimals, the newest first, at most {@link RequestHistory#MOST_RUNS}
 */
public record NumberHistory(String argument, List<String> values) {

    public NumberHistory {
        argument = Check.present("argument", argument);
        values = Check.list("values", values, RequestHistory.MOST_RUNS);
    }
}
