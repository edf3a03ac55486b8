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

/** Opens a key off the window's thread, one at a time, and can be cancelled: nothing of a cancelled attempt is shown any more. */
final class KeyOpening {
    private final TaskRunner tasks;
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable Cancellation current;

    KeyOpening(TaskRunner tasks) {
        this.tasks = tasks;
    }

    /** Work that opens a key. */
    @FunctionalInterface
    interface Work<T> {
        /** Does it; the passphrase is wiped afterwards. */
        T with(char[] passphrase, Cancellation cancellation);
    }

    /**
     * Begins.
     *
     * @param unwanted gets what came of it after it was cancelled
     * @param ended runs before {@code done} and after a failure
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

    /** Lets go of the attempt under way; harmless where there is none. */
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
