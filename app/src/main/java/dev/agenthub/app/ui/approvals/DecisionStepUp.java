package dev.agenthub.app.ui.approvals;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** A decision that waits for its member's passphrase, because the policy asks for a recent sign-in. Used on the window's thread only. */
final class DecisionStepUp {
    private final ReadOnlyBooleanWrapper asked = new ReadOnlyBooleanWrapper();
    private final StringProperty passphrase = new SimpleStringProperty("");
    private @Nullable Runnable waiting;

    /** Lets that decision wait. */
    void ask(Runnable decision) {
        waiting = decision;
        passphrase.set("");
        asked.set(true);
    }

    /** Returns what was typed, once. */
    char[] takePassphrase() {
        char[] typed = passphrase.get().toCharArray();
        passphrase.set("");
        return typed;
    }

    /** The member signed in: the decision is sent again. */
    void goOn() {
        Runnable decision = waiting;
        end();
        if (decision != null) {
            decision.run();
        }
    }

    /** Nothing waits any more. */
    void end() {
        waiting = null;
        passphrase.set("");
        asked.set(false);
    }

    ReadOnlyBooleanProperty asked() {
        return asked.getReadOnlyProperty();
    }

    StringProperty passphrase() {
        return passphrase;
    }
}
