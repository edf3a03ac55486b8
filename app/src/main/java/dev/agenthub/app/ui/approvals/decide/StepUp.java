package dev.agenthub.app.ui.approvals.decide;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Arrays;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Asks the member for their passphrase when the policy requires a recent sign-in, and then continues. Used on the window's thread only. */
public final class StepUp {
    private final Session session;
    private final TaskRunner tasks;
    private final ReadOnlyBooleanWrapper asked = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final StringProperty passphrase = new SimpleStringProperty("");
    private @Nullable Waiting waiting;

    private record Waiting(Runnable goOn, Runnable leave) {}

    public StepUp(Session session, TaskRunner tasks) {
        this.session = session;
        this.tasks = tasks;
    }

    /** Whether the failure says that a recent sign-in is missing, and the passphrase can renew this session. */
    public boolean helps(Failure failed) {
        return failed.code().equals(ErrorCode.STEP_UP_REQUIRED.name()) && session.isRenewable();
    }

    /**
     * Asks for the passphrase.
     *
     * @param goOn runs after the sign-in succeeded
     * @param leave runs if the member declines
     */
    public void ask(Runnable goOn, Runnable leave) {
        waiting = new Waiting(goOn, leave);
        passphrase.set("");
        failure.set("");
        asked.set(true);
    }

    /** Signs in with the typed passphrase and continues. */
    void submit() {
        char[] typed = passphrase.get().toCharArray();
        passphrase.set("");
        Waiting question = waiting;
        if (busy.get() || question == null || typed.length == 0) {
            Arrays.fill(typed, ' ');
            return;
        }
        busy.set(true);
        failure.set("");
        tasks.run(() -> {
            try {
                session.renew(typed);
                return true;
            } finally {
                Arrays.fill(typed, ' ');
            }
        }, _ -> {
            busy.set(false);
            if (question.equals(waiting)) {
                end();
                question.goOn().run();
            }
        }, failed -> {
            busy.set(false);
            if (question.equals(waiting)) {
                failure.set(failed.line());
            }
        });
    }

    /** Declines: continues without a sign-in. */
    public void leave() {
        Waiting question = waiting;
        if (!busy.get() && question != null) {
            end();
            question.leave().run();
        }
    }

    /** Stops asking; neither callback runs. */
    public void end() {
        waiting = null;
        passphrase.set("");
        failure.set("");
        asked.set(false);
    }

    public ReadOnlyBooleanProperty asked() {
        return asked.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    StringProperty passphrase() {
        return passphrase;
    }

    /** Why the last sign-in failed; empty otherwise. */
    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
