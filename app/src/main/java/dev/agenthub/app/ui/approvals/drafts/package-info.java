/**
 * What a member wrote and has not sent: reasons, the arguments of an edited request with the form to
 * edit them, and decisions that failed after their request had left the screen.
 */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.drafts;
