package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.request.OpenRequest;

/** What the request pane shows. */
public sealed interface RequestContent {
    /** Nothing is chosen. */
    record Nothing() implements RequestContent {}

    /** Bytes are on their way. */
    record Loading() implements RequestContent {}

    /** It can't be shown, and so not be decided. */
    record Refused(Failure failure) implements RequestContent {}

    record Open(OpenRequest request) implements RequestContent {}
}
