package dev.agenthub.api;

/**
 * How many requests have this state and this risk.
 *
 * @param state how they stand
 * @param risk how much harm they can do
 * @param requests how many there are
 */
public record RequestCount(RequestState state, Risk risk, long requests) {

    public RequestCount {
        state = Check.present("state", state);
        risk = Check.present("risk", risk);
    }
}
