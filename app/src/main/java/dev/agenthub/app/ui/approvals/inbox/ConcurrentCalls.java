package dev.agenthub.app.ui.approvals.inbox;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several blocking calls in parallel on virtual threads. Closing it waits until all of them have ended. */
final class ConcurrentCalls implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    /** The result of a call that may still be running. */
    interface Result<T> {
        /** Waits for the result; throws the exception that the call threw. */
        T get();
    }

    <T> Result<T> start(Callable<T> call) {
        Future<T> started = threads.submit(call);
        return () -> of(started);
    }

    private static <T> T of(Future<T> started) {
        try {
            return started.get();
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
