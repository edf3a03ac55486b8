package dev.agenthub.server.governance;

import dev.agenthub.api.ProposedChange;
import java.util.function.Supplier;

/** The result of a change that a member asked for: made at once, or proposed for approval. */
public sealed interface ChangeResult<T> {

    /**
     * Nobody else had to approve it.
     *
     * @param result as it was at the commit
     * @param completed does what there is to do after the commit, and tells what came of all; whoever asked for the change calls it, once
     */
    record Done<T>(T result, Supplier<T> completed) implements ChangeResult<T> {

        /** With nothing to do afterwards. */
        Done(T result) {
            this(result, () -> result);
        }
    }

    /** It waits for the approval of others. */
    record Proposed<T>(ProposedChange change) implements ChangeResult<T> {}
}
