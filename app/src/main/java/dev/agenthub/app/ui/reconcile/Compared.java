package dev.agenthub.app.ui.reconcile;

import java.util.List;

/**
 * What a comparison found, in words.
 *
 * @param agrees whether every effect has its run and every run its effect
 * @param totals how much there is of everything, one a line
 * @param remarks what a reader should know about it, one a line
 * @param lists what is outside first
 * @param json the same for programs, as {@code agenthub reconcile --json} prints it
 */
record Compared(boolean agrees, String verdict, List<String> totals, List<String> remarks, List<Found> lists,
        String json) {

    /** One of the lists. */
    record Found(String id, String title, boolean bad, String none, List<Row> rows) {}

    /**
     * One line of a list.
     *
     * @param bad whether it does not agree
     * @param details one a line
     */
    record Row(boolean bad, String said, List<String> details) {}
}
