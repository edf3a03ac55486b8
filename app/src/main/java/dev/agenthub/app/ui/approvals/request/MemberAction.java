package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.evidence.statement.Decision;

/** An action of a member on a request: a signed vote or a cancellation. */
public sealed interface MemberAction {
    /** The reason that the member wrote. */
    String reason();

    /** The last part of its message keys. */
    String word();

    /**
     * Signs a decision about the request.
     *
     * @param seen how much of its payload was on screen
     */
    record Vote(Decision decision, String reason, SignedDisplay seen) implements MemberAction {
        @Override
        public String word() {
            return decision.word();
        }
    }

    /** Cancels the request. */
    record Cancel(String reason) implements MemberAction {
        @Override
        public String word() {
            return "cancel";
        }
    }
}
