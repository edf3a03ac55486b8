package dev.agenthub.api;

import java.util.List;

/**
 * The values of an argument in earlier executed actions of the same agent with the same tool and, where there is one, the same
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
