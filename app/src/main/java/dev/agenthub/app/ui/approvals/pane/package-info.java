/** The request on show, part by part: title, payload, hash, facts and votes, outcome, and the bar with the buttons that decide. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.pane;
