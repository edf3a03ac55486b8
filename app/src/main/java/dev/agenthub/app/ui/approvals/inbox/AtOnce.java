package dev.agenthub.app.ui.approvals.inbox;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks several questions that block at the same time. To be closed by whom it answers, who waits for all of them then. */
final class AtOnce implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** An answer that may still be under way. */
    interface Answer<T> {
        /** Waits for it; throws what the question threw. */
        T get();
    }

    <T> Answer<T> ask(Callable<T> question) {
        Future<T> asked = threads.submit(question);
        return () -> of(asked);
    }

    private static <T> T of(Future<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
