package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Failure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;

/**
 * Changes a value off the window's thread, one change after the other: each begins with what the one before it left, so that
 * none is lost. Confined to the window's thread.
 */
public final class ChangesInTurn<T> {
    private final TaskRunner tasks;
    private final ObjectProperty<T> value;
    private final Consumer<Failure> failed;
    private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
    private boolean busy;

    /** One change of a value; runs off the window's thread, and may read files. */
    @FunctionalInterface
    public interface Change<T> {
        T of(T before) throws Exception;
    }

    private record Waiting<T>(Change<T> change, Runnable then) {}

    /** Changes {@code value}; a change that fails leaves it as it was and is passed to {@code failed}. */
    public ChangesInTurn(TaskRunner tasks, ObjectProperty<T> value, Consumer<Failure> failed) {
        this.tasks = tasks;
        this.value = value;
        this.failed = failed;
    }

    /** Makes {@code change} after those asked for earlier, and then runs {@code then} on the window's thread. */
    public void ask(Change<T> change, Runnable then) {
        waiting.add(new Waiting<>(change, then));
        next();
    }

    private void next() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        busy = true;
        Waiting<T> first = waiting.remove();
        T before = value.get();
        Callable<T> work = () -> first.change().of(before);
        tasks.run(work, after -> {
            busy = false;
            value.set(after);
            first.then().run();
            next();
        }, why -> {
            busy = false;
            failed.accept(why);
            next();
        });
    }
}
