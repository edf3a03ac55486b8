package dev.agenthub.app.ui.approvals.reading;

import java.util.Objects;

/** The style sheet of what shows bytes, for nodes that stand in the views of others. */
final class ReadingStyle {
    static final String ADDRESS = Objects.requireNonNull(ReadingStyle.class.getResource("reading.css"))
            .toExternalForm();

    private ReadingStyle() {}
}
