package dev.agenthub.app.client;

import dev.agenthub.api.ProposedChange;

/** What became of a change of the rules that a member asked for. */
public sealed interface ChangeOutcome<T> {

    /** Nobody else had to approve it. */
    record Done<T>(T result) implements ChangeOutcome<T> {}

    /** It waits for the approval of others. */
    record Proposed<T>(ProposedChange change) implements ChangeOutcome<T> {}
}
