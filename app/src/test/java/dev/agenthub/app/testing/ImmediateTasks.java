package dev.agenthub.app.testing;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs work immediately on the caller's thread; delayed actions wait for the test. */
public final class ImmediateTasks implements TaskRunner {
    private final List<Runnable> later = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();
    private boolean holding;

    @Override
    public <T> Pending run(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed) {
        Runnable answer = answer(work, done, failed);
        if (holding) {
            held.add(answer);
        } else {
            answer.run();
        }
        return () -> held.remove(answer);
    }

    private static <T> Runnable answer(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed) {
        return () -> {
            T result;
            try {
                result = work.call();
            } catch (Exception e) {
                failed.accept(Failure.of(e));
                return;
            }
            done.accept(result);
        };
    }

    /** From now on work waits for {@link #release()}. */
    public void hold() {
        holding = true;
    }

    /** Lets the oldest of what waited run; what that begins waits. */
    public void releaseOne() {
        held.removeFirst().run();
    }

    /** Lets the newest of what waited run; what that begins waits. */
    public void releaseNewest() {
        held.removeLast().run();
    }

    /** How much waits. */
    public int waiting() {
        return held.size();
    }

    /** Lets what waited run, the newest first. */
    public void release() {
        holding = false;
        List<Runnable> now = new ArrayList<>(held.reversed());
        held.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public void onWindow(Runnable action) {
        action.run();
    }

    @Override
    public Pending after(Duration delay, Runnable action) {
        later.add(action);
        return () -> later.remove(action);
    }

    /** How many actions wait for their time. */
    public int delayed() {
        return later.size();
    }

    /** Lets the time pass that everything waits for. */
    public void elapse() {
        List<Runnable> now = new ArrayList<>(later);
        later.clear();
        now.forEach(Runnable::run);
    }
}
