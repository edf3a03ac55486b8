package dev.agenthub.server.execution;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Wakes requests at the moment when their hold is over, for those of which that is soon. Safe for use by many threads. */
final class HoldTimer implements AutoCloseable {

    /** What is held for longer is left to the next look at what waits, so that no hold of weeks fills the memory. */
    static final Duration SOON = Duration.ofSeconds(10);

    private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("holds").factory());

    /** Does this when so much time has passed, once for a request however often it is asked; nothing where that is not soon. */
    void after(Duration hold, UUID request, Runnable wake) {
        if (hold.compareTo(SOON) > 0 || !waiting.add(request)) {
            return;
        }
        try {
            // Rounded up, or the claim would come a moment too early and again.
            var _ = thread.schedule(() -> {
                waiting.remove(request);
                wake.run();
            }, Math.max(0, hold.toMillis()) + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            // Closed: the next start takes it up.
            waiting.remove(request);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
