package dev.agenthub.app.ui.approvals.reading;

import java.util.List;

/**
 * Warnings of one cause.
 *
 * @param sentence what it is, to be followed by the places
 * @param warnings one for each place
 */
record WarningLine(String sentence, List<Warning> warnings) {
    WarningLine {
        warnings = List.copyOf(warnings);
    }
}
