package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Arrays;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Unlocks a key off the window's thread, one attempt at a time. The result of a cancelled attempt is not shown. */
final class KeyOpening {
    private final TaskRunner tasks;
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable Cancellation current;

    KeyOpening(TaskRunner tasks) {
        this.tasks = tasks;
    }

    /** Work that needs an unlocked key. */
    @FunctionalInterface
    interface Work<T> {
        /** Does the work; the passphrase is wiped afterwards. */
        T with(char[] passphrase, Cancellation cancellation);
    }

    /**
     * Begins an attempt.
     *
     * @param unwanted receives the result of a cancelled attempt
     * @param ended called before {@code done}, and after a failure
     */
    <T> void begin(String passphrase, Work<T> work, Consumer<? super T> done, Consumer<? super T> unwanted,
            Runnable ended) {
        Cancellation attempt = new Cancellation();
        current = attempt;
        busy.set(true);
        failure.set("");
        char[] secret = passphrase.toCharArray();
        tasks.run(() -> {
            try {
                return work.with(secret, attempt);
            } finally {
                Arrays.fill(secret, ' ');
            }
        }, result -> {
            if (attempt.isCancelled()) {
                unwanted.accept(result);
                return;
            }
            end();
            ended.run();
            done.accept(result);
        }, failed -> {
            if (!attempt.isCancelled()) {
                end();
                ended.run();
                failure.set(failed.line());
            }
        });
    }

    /** Cancels the attempt under way, if any. */
    void cancel() {
        if (current != null) {
            current.cancel();
            end();
        }
    }

    private void end() {
        current = null;
        busy.set(false);
    }

    void say(String problem) {
        failure.set(problem);
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
