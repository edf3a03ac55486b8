package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.request.StatedAmount;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the requests that are decided together.
 *
 * @param amount how much it is about; null where it was not shown whole here
 * @param shownWhole whether this machine showed the very bytes that it has now
 * @param failure why its decision was not taken, or not confirmed; null where there is nothing of the kind
 */
public record BatchRow(RequestSummary request, @Nullable StatedAmount amount, boolean shownWhole, State state,
        @Nullable Failure failure) {

    /** How far its decision is. */
    public enum State {
        /** Nothing was decided yet. */
        OPEN,
        /** Its turn comes. */
        WAITING,
        /** Its bytes are fetched and checked, and its statement is signed. */
        SIGNING,
        /** Its statement is on its way. */
        SENDING,
        /** The backend took it. */
        SENT,
        /** The backend did not take it, or nothing was signed since the bytes are others. */
        REFUSED,
        /** It was sent, and no good answer came. */
        UNCONFIRMED,
        /** It was not sent. */
        UNSENT
    }

    UUID id() {
        return request.request();
    }

    BatchRow in(State next) {
        return new BatchRow(request, amount, shownWhole, next, null);
    }

    BatchRow in(State next, Failure why) {
        return new BatchRow(request, amount, shownWhole, next, why);
    }
}
