/**
 * Decisions whose request is no longer on show: the last one, which can be taken back while it
 * has no effect, and those that failed, which can be sent again.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.sent;
