package dev.agenthub.app.client;

import dev.agenthub.api.ProposedChange;

/** The outcome of a member's change of the rules: done, or waiting for approval. */
public sealed interface ChangeOutcome<T> {

    /** The change took effect; no approval was needed. */
    record Done<T>(T result) implements ChangeOutcome<T> {}

    /** The change waits for the approval of other members. */
    record Proposed<T>(ProposedChange change) implements ChangeOutcome<T> {}
}
