package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.request.StatedAmount;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request of the batch.
 *
 * @param amount the amount that its payload states; null unless the payload was shown whole on this machine
 * @param shownWhole whether this machine showed the whole payload, with the hash that the request has now
 * @param failure why its decision was not recorded, or not confirmed; null otherwise
 */
public record BatchRow(RequestSummary request, @Nullable StatedAmount amount, boolean shownWhole, State state,
        @Nullable Failure failure) {

    /** The state of its decision. */
    public enum State {
        /** The member has not confirmed yet. */
        OPEN,
        /** Confirmed; an earlier request is still being sent. */
        WAITING,
        /** Its bytes are fetched and checked, and its statement is signed. */
        SIGNING,
        /** Its statement was sent; the answer has not arrived. */
        SENDING,
        /** The backend recorded it. */
        SENT,
        /** The backend refused it, or nothing was signed because the payload's hash changed. */
        REFUSED,
        /** It was sent, but no valid answer arrived: it may have been recorded. */
        UNCONFIRMED,
        /** It was not sent, because the batch ended before its turn. */
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
