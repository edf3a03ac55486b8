package dev.agenthub.app.ui.approvals.reading;

import java.util.BitSet;
import java.util.List;

/** Cells of a row of an exact text that are on screen. */
record CellsInRow(int row, BitSet columns) {
    /**
     * Notes which characters they show, by their index in the text. A piece of one cell each
     * character was seen character by character; every other one counts when all its cells were.
     */
    void noteIn(BitSet seen, ExactText text) {
        List<ExactText.Piece> pieces = text.pieces(row);
        for (ExactText.Piece piece : pieces) {
            if (piece.kind() == ExactText.Kind.PLAIN && piece.columns() > 1) {
                int at = piece.start();
                for (int column = piece.column(); at < piece.end(); column++) {
                    int next = text.text().offsetByCodePoints(at, 1);
                    if (columns.get(column)) {
                        seen.set(at, next);
                    }
                    at = next;
                }
            } else if (columns.nextClearBit(piece.column()) >= piece.column() + piece.columns()) {
                seen.set(piece.start(), piece.end());
            }
        }
        // A line feed that draws nothing was seen with the end of its row.
        int end = text.start(row + 1);
        boolean drawn = !pieces.isEmpty() && pieces.getLast().end() == end;
        if (!drawn && columns.get(Math.max(0, ExactText.columns(pieces) - 1))) {
            seen.set(end - 1);
        }
    }
}
