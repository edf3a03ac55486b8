package dev.agenthub.app.testing;

import dev.agenthub.app.client.ChangeOutcome;

/** Unwraps the outcome of a change that needs no approval. */
public final class Outcomes {

    private Outcomes() {}

    /** Fails where others must approve it first. */
    public static <T> T done(ChangeOutcome<T> outcome) {
        return switch (outcome) {
            case ChangeOutcome.Done<T>(T result) -> result;
            case ChangeOutcome.Proposed<T> proposed -> throw new AssertionError("Only proposed: " + proposed);
        };
    }
}
