package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Failure;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * A repeated query that runs at most once at a time: requests during a run become one further run. Confined to the window's thread.
 */
public final class CoalescingQuery<T> {
    private final TaskRunner tasks;
    private final Callable<T> question;
    private final Consumer<? super T> answer;
    private final Consumer<Failure> failed;
    private boolean underWay;
    private boolean again;
    private boolean stopped;

    public CoalescingQuery(TaskRunner tasks, Callable<T> question, Consumer<? super T> answer,
            Consumer<Failure> failed) {
        this.tasks = tasks;
        this.question = question;
        this.answer = answer;
        this.failed = failed;
    }

    public void ask() {
        if (stopped) {
            return;
        }
        if (underWay) {
            again = true;
            return;
        }
        underWay = true;
        tasks.run(question, found -> end(() -> answer.accept(found)), why -> end(() -> failed.accept(why)));
    }

    private void end(Runnable told) {
        underWay = false;
        if (stopped) {
            return;
        }
        told.run();
        if (again) {
            again = false;
            ask();
        }
    }

    /** Stops querying; the result of a query under way is dropped. */
    public void stop() {
        stopped = true;
    }
}
