package dev.agenthub.api;

/** How many requests have this state and this risk. */
public record RequestCount(RequestState state, Risk risk, long requests) {

    public RequestCount {
        state = Check.present("state", state);
        risk = Check.present("risk", risk);
    }
}
