package dev.agenthub.app.ui.reconcile;

import java.util.List;

/**
 * The result of a reconciliation in words.
 *
 * @param agrees whether every effect has a run and every run its effect
 * @param totals the counts, one a line
 * @param remarks remarks, one a line
 * @param lists the lists of effects and runs, those outside AgentHub first
 * @param json the JSON for programs, as {@code agenthub reconcile --json} prints it
 */
record ReconciliationResult(boolean agrees, String verdict, List<String> totals, List<String> remarks,
        List<Found> lists,
        String json) {

    /** A list of effects or runs; {@code none} is the text for an empty list. */
    record Found(String id, String title, boolean bad, String none, List<Row> rows) {}

    /**
     * A row of a list.
     *
     * @param bad whether it is a discrepancy
     * @param details one a line
     */
    record Row(boolean bad, String said, List<String> details) {}
}
