package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.request.OpenRequest;

/** What the request pane shows. */
public sealed interface RequestContent {
    /** No request is chosen. */
    record Nothing() implements RequestContent {}

    /** The payload is being fetched. */
    record Loading() implements RequestContent {}

    /** The request can't be shown, and so can't be decided. */
    record Refused(Failure failure) implements RequestContent {}

    record Open(OpenRequest request) implements RequestContent {}
}
