package dev.agenthub.app.ui.approvals.decide;

import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Locks Approve until every file is verified, payload and files were searched for hidden characters and were wholly on screen,
 * the parts around them are visible, and all this has been so, with the window in front, for a moment.
 *
 * <p>The moment keeps a click or a key that was meant for something else from approving what has just appeared.
 */
public final class ApproveGate {
    /** Why Approve is locked; {@link #ARMED} if it is not. */
    public enum State {
        /** There is no request that this member can decide. */
        CLOSED,
        /** A file that goes out with the action was not fetched or not checked against the payload yet. */
        UNVERIFIED,
        /** The payload is still being searched for hidden characters. */
        UNSEARCHED,
        /** A part of the payload or of its files was not on screen yet. */
        UNREAD,
        /** The window is not in front. */
        AWAY,
        /** A {@link Part} is not wholly visible: it is outside the window or covered. */
        OUT_OF_VIEW,
        /** All conditions hold; Approve unlocks in a moment. */
        ARMING,
        /** Approve is unlocked. */
        ARMED
    }

    /** The parts of the pane that must be wholly visible when Approve is pressed. */
    public enum Part {
        TITLE, RISK, VOTES, HASH, TOTALS, WORDS, BUTTON
    }

    public static final Duration MOMENT = Duration.ofMillis(900);

    private final TaskRunner tasks;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.CLOSED);
    private final ReadOnlyObjectWrapper<Set<Part>> hidden = new ReadOnlyObjectWrapper<>(Set.of());
    private boolean decidable;
    private boolean verified;
    private boolean read;
    private boolean searched;
    private boolean inFront = true;
    private TaskRunner.@Nullable Pending arming;

    public ApproveGate(TaskRunner tasks) {
        this.tasks = tasks;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    /** The parts that are not wholly visible. */
    public ReadOnlyObjectProperty<Set<Part>> hidden() {
        return hidden.getReadOnlyProperty();
    }

    /** Starts again, because another request is on show, or none. */
    public void reset() {
        decidable = false;
        verified = false;
        read = false;
        searched = false;
        settle();
    }

    public void setDecidable(boolean may) {
        if (decidable != may) {
            decidable = may;
            settle();
        }
    }

    /** Sets whether every file of the request was checked against the payload; true if it has none. */
    public void setVerified(boolean all) {
        if (verified != all) {
            verified = all;
            settle();
        }
    }

    /** Sets whether payload and files were wholly on screen, or the member chose to decide without the rest. */
    public void setRead(boolean all) {
        if (read != all) {
            read = all;
            settle();
        }
    }

    /** Sets whether the search for hidden characters has ended and its warnings are on show. */
    public void setSearched(boolean all) {
        if (searched != all) {
            searched = all;
            settle();
        }
    }

    /** Sets the parts that are not wholly visible. */
    void setHidden(Set<Part> parts) {
        if (!hidden.get().equals(parts)) {
            hidden.set(parts);
            settle();
        }
    }

    /** Sets whether the window has the focus. */
    public void setInFront(boolean front) {
        if (inFront != front) {
            inFront = front;
            settle();
        }
    }

    private void settle() {
        if (arming != null) {
            arming.cancel();
            arming = null;
        }
        if (!decidable) {
            state.set(State.CLOSED);
        } else if (!verified) {
            state.set(State.UNVERIFIED);
        } else if (!searched) {
            state.set(State.UNSEARCHED);
        } else if (!read) {
            state.set(State.UNREAD);
        } else if (!inFront) {
            state.set(State.AWAY);
        } else if (!hidden.get().isEmpty()) {
            state.set(State.OUT_OF_VIEW);
        } else {
            state.set(State.ARMING);
            arming = tasks.after(MOMENT, this::arm);
        }
    }

    private void arm() {
        if (state.get() == State.ARMING) {
            state.set(State.ARMED);
        }
    }
}
