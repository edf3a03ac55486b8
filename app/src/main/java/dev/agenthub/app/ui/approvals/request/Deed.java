package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.ui.approvals.reading.SeenText;
import dev.agenthub.evidence.statement.Decision;

/** What a member does about a request. */
public sealed interface Deed {
    /** What they wrote. */
    String reason();

    /** What messages call it. */
    String word();

    /**
     * They sign a decision about it.
     *
     * @param seen what of its bytes was on screen
     */
    record Vote(Decision decision, String reason, SeenText seen) implements Deed {
        @Override
        public String word() {
            return decision.word();
        }
    }

    /** They take back what was asked for. */
    record TakeBack(String reason) implements Deed {
        @Override
        public String word() {
            return "cancel";
        }
    }
}
