package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** A window's tasks, of which the moment before Approve is armed waits for the test while it is held. Used on the window's thread. */
final class HeldMoments implements TaskRunner {
    private final TaskRunner tasks;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean held;

    HeldMoments(TaskRunner tasks) {
        this.tasks = tasks;
    }

    void hold() {
        held = true;
    }

    /** Lets the moment pass that is waited for, and holds the next one. */
    void pass() {
        List<Runnable> now = List.copyOf(waiting);
        waiting.clear();
        now.forEach(Runnable::run);
    }

    @Override
    public <T> Pending run(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed) {
        return tasks.run(work, done, failed);
    }

    @Override
    public void onWindow(Runnable action) {
        tasks.onWindow(action);
    }

    @Override
    public Pending after(Duration delay, Runnable action) {
        if (!held || !delay.equals(ApproveGate.MOMENT)) {
            return tasks.after(delay, action);
        }
        waiting.add(action);
        return () -> waiting.remove(action);
    }
}
