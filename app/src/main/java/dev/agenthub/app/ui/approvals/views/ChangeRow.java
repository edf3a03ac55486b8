package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.ui.approvals.changes.ValueChange;
import dev.agenthub.app.ui.approvals.reading.CellLines;
import java.util.List;

/** A line in the list of differences between two payloads. */
sealed interface ChangeRow {
    /** A sentence: a heading for the lines below, or how many changes are not listed. */
    record Words(String words, boolean heading) implements ChangeRow {}

    /**
     * A change.
     *
     * @param parts its place and its values, cut to what shows the difference
     * @param spoken the same in words
     */
    record Of(ValueChange.Kind kind, List<CellLines.Part> parts, String spoken) implements ChangeRow {
        public Of {
            parts = List.copyOf(parts);
        }
    }
}
