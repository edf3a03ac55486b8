package dev.agenthub.app.launcher;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * Limits the records that each logger writes per minute. Log files have a bounded size, and
 * a caller who can provoke log records would otherwise displace all others. Thread-safe.
 */
final class LogLimit implements Filter {
    static final int IN_A_MINUTE = 60;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanos;
    private final Map<@Nullable String, Minute> minutes = new HashMap<>();

    private static final class Minute {
        private final long began;
        private int written;
        private int leftOut;

        Minute(long began) {
            this.began = began;
        }
    }

    /** Makes a filter. {@code nanos} is a monotonic clock in nanoseconds. */
    LogLimit(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public synchronized boolean isLoggable(LogRecord message) {
        long now = nanos.getAsLong();
        Minute minute = minutes.get(message.getLoggerName());
        if (minute == null || now - minute.began >= MINUTE) {
            if (minute != null && minute.leftOut > 0) {
                message.setMessage(message.getMessage() + " (Before this, " + minute.leftOut
                        + " messages of the same logger were left out.)");
            }
            minute = new Minute(now);
            minutes.put(message.getLoggerName(), minute);
        }
        if (minute.written < IN_A_MINUTE) {
            minute.written++;
            return true;
        }
        minute.leftOut++;
        return false;
    }
}
