/** Decides several selected requests with one reason, by one signed statement for each. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.batch;
