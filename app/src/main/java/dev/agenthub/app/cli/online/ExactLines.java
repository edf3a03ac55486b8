package dev.agenthub.app.cli.online;

import dev.agenthub.app.ui.approvals.reading.ExactText;

/**
 * Formats an exact text for a terminal: characters in logical order, hidden ones as marks, behind a margin that no other output has.
 */
final class ExactLines {
    private static final int COLUMNS = 100;
    private static final String MARGIN = "  | ";

    private ExactLines() {}

    static String of(String text) {
        ExactText exact = new ExactText(text, COLUMNS);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < exact.rows(); row++) {
            lines.append(MARGIN);
            exact.pieces(row).forEach(piece -> lines.append(piece.text()));
            lines.append('\n');
        }
        return lines.toString();
    }
}
