package dev.agenthub.app.cli;

import dev.agenthub.app.ui.approvals.ExactText;
import dev.agenthub.app.ui.approvals.ExactText.Kind;
import dev.agenthub.app.ui.approvals.ExactText.Piece;

/** Draws an exact text for a terminal: every character in the text's own order, what hides as marks, behind a margin that no line of ours has. */
final class ExactLines {
    private static final int COLUMNS = 100;
    private static final String MARGIN = "  | ";

    /** Terminals that order right-to-left letters see a left-to-right one beside each, and so leave it where it stands. */
    private static final String STAY = "\u200E";

    private ExactLines() {}

    static String of(String text) {
        ExactText exact = new ExactText(text, COLUMNS);
        StringBuilder lines = new StringBuilder();
        for (int row = 0; row < exact.rows(); row++) {
            lines.append(MARGIN);
            exact.pieces(row).forEach(piece -> lines.append(drawn(piece)));
            lines.append('\n');
        }
        return lines.toString();
    }

    private static CharSequence drawn(Piece piece) {
        if (piece.kind() != Kind.RIGHT_TO_LEFT) {
            return piece.text();
        }
        StringBuilder apart = new StringBuilder(STAY);
        piece.text().codePoints().forEach(letter -> apart.appendCodePoint(letter).append(STAY));
        return apart;
    }
}
