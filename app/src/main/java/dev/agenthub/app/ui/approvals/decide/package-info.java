/** What a decision waits for: the gate before Approve, a press that was meant for the button, and a recent sign-in. */
@org.jspecify.annotations.NullMarked
package dev.agenthub.app.ui.approvals.decide;
