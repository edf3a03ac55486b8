package dev.agenthub.server.execution;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Wakes requests when their hold ends, for holds that end soon. Thread-safe. */
final class HoldTimer implements AutoCloseable {

    /** The longest hold that is timed here; longer ones are found by the periodic check, so that long holds use no memory. */
    static final Duration SOON = Duration.ofSeconds(10);

    private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("holds").factory());

    /** Runs {@code wake} after the hold, once for a request however often it is called; ignores longer holds than {@link #SOON}. */
    void after(Duration hold, UUID request, Runnable wake) {
        if (hold.compareTo(SOON) > 0 || !waiting.add(request)) {
            return;
        }
        try {
            // Rounded up, or the claim would come slightly too early and wait again.
            var _ = thread.schedule(() -> {
                waiting.remove(request);
                wake.run();
            }, Math.max(0, hold.toMillis()) + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // Closed: the next start finds the request.
            waiting.remove(request);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
