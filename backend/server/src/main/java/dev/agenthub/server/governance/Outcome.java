package dev.agenthub.server.governance;

import dev.agenthub.api.ProposedChange;

/** What became of a change that a member asked for. */
public sealed interface Outcome<T> {

    /** Nobody else had to approve it. */
    record Done<T>(T result) implements Outcome<T> {}

    /** It waits for the approval of others. */
    record Proposed<T>(ProposedChange change) implements Outcome<T> {}
}
