package dev.agenthub.app.ui.approvals.decide;

import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Decides when Approve may be pressed: every file was verified, everything was searched and
 * on screen, all of what stays around it is, and the window has been in front for a moment.
 *
 * <p>The moment keeps a click or a key that was meant for something else from approving what has just appeared.
 */
public final class ApproveGate {
    /** Why Approve is locked, or that it is not. */
    public enum State {
        /** There is nothing this member may decide. */
        CLOSED,
        /** Some file that goes out with it was not fetched, or not compared with the payload yet. */
        UNVERIFIED,
        /** What hides in the payload is still being looked for. */
        UNSEARCHED,
        /** Some of the payload or its files was not on screen yet. */
        UNREAD,
        /** The window is not in front. */
        AWAY,
        /** Some of a {@link Part} is outside the window, or under something else. */
        OUT_OF_VIEW,
        /** In a moment. */
        ARMING, ARMED
    }

    /** What has to be in sight, all of it, when Approve is pressed. */
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

    /** What is not wholly in sight. */
    public ReadOnlyObjectProperty<Set<Part>> hidden() {
        return hidden.getReadOnlyProperty();
    }

    /** Another request is on show, or none. */
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

    /** Every file of the request, be it none, is the one that its payload names. */
    public void setVerified(boolean all) {
        if (verified != all) {
            verified = all;
            settle();
        }
    }

    /** All of the payload and of its files was on screen, or the reader said which rest they do without. */
    public void setRead(boolean all) {
        if (read != all) {
            read = all;
            settle();
        }
    }

    /** All that a reader of the payload must be warned of was found, and is on show. */
    public void setSearched(boolean all) {
        if (searched != all) {
            searched = all;
            settle();
        }
    }

    /** The parts of which not all is in the window. */
    void setHidden(Set<Part> parts) {
        if (!hidden.get().equals(parts)) {
            hidden.set(parts);
            settle();
        }
    }

    /** Whether the window has the focus. */
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
