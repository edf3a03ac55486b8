package dev.agenthub.server.governance;

import dev.agenthub.api.ProposedChange;
import java.util.function.Supplier;

/** The result of a requested change: made at once, or proposed for approval. */
public sealed interface ChangeResult<T> {

    /**
     * The change was made without approval.
     *
     * @param result as of the commit
     * @param completed does the work after the commit and returns the final result; the caller calls it once
     */
    record Done<T>(T result, Supplier<T> completed) implements ChangeResult<T> {

        /** With no work after the commit. */
        Done(T result) {
            this(result, () -> result);
        }
    }

    /** The change was proposed, and waits for approval. */
    record Proposed<T>(ProposedChange change) implements ChangeResult<T> {}
}
