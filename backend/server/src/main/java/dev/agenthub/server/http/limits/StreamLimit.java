package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.http.limits.HttpLimits.Streams;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Limits the number of open event streams. Thread-safe. */
public final class StreamLimit {

    /** The wait that a refused caller is told: a vanished listener is detected at the next heartbeat. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Streams limits;
    private final Map<Object, Integer> open = new HashMap<>();
    private int all;

    public StreamLimit(Streams limits) {
        this.limits = limits;
    }

    /** An open stream; closing it twice does nothing. */
    @FunctionalInterface
    public interface Stream extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Opens a stream.
     *
     * @param caller callers are the same where they are {@code equal}
     * @throws LimitReachedException TOO_MANY_STREAMS where the caller has reached the limit, SERVER_BUSY where the process has
     */
    public synchronized Stream open(Object caller) {
        int own = open.getOrDefault(caller, 0);
        if (own >= limits.ofCaller()) {
            throw new LimitReachedException(ErrorCode.TOO_MANY_STREAMS, HEARTBEAT);
        }
        if (all >= limits.all()) {
            throw new LimitReachedException(ErrorCode.SERVER_BUSY, HEARTBEAT);
        }
        all++;
        open.put(caller, own + 1);
        boolean[] closed = new boolean[1];
        return () -> close(caller, closed);
    }

    private synchronized void close(Object caller, boolean[] closed) {
        if (!closed[0]) {
            closed[0] = true;
            all--;
            open.computeIfPresent(caller, (_, own) -> own > 1 ? own - 1 : null);
        }
    }
}
