package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.request.PayloadFile;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A file of the request on show: whether its bytes were verified, and how much of it was on screen. Used on the window's thread only. */
public final class AttachmentItem {
    /** The state of the file. */
    public sealed interface State {
        /** Its bytes are being fetched. */
        record Fetching() implements State {}

        /** Its bytes could not be fetched. */
        record Missing(Failure failure) implements State {}

        /** Its bytes have the hash and size that the payload names. */
        record Verified(VerifiedFile file) implements State {}
    }

    private final PayloadFile file;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(new State.Fetching());
    /** As the view counts; before it was on screen, one for all of it. */
    private final ReadOnlyObjectWrapper<Integer> unread = new ReadOnlyObjectWrapper<>(1);

    AttachmentItem(PayloadFile file) {
        this.file = file;
    }

    PayloadFile file() {
        return file;
    }

    public ReadOnlyObjectProperty<State> state() {
        return state.getReadOnlyProperty();
    }

    void become(State next) {
        state.set(next);
    }

    /** How much of it was not on screen yet; 0 if it was shown whole. */
    ReadOnlyObjectProperty<Integer> unread() {
        return unread.getReadOnlyProperty();
    }

    void unreadIs(int rest) {
        unread.set(rest);
    }

    public boolean verified() {
        return state.get() instanceof State.Verified;
    }
}
