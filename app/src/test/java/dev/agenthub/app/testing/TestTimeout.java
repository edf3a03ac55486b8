package dev.agenthub.app.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Waits with the tests' common time-out, long enough for a busy machine. */
public final class TestTimeout {
    /** How long a test waits for anything before it fails. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private TestTimeout() {}

    /** Waits for what this names. */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).atMost(LIMIT).pollInterval(INTERVAL);
    }

    /** Waits for the end of a process; false when it does not come. */
    public static boolean ends(Process process) throws InterruptedException {
        return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits for an answer. */
    public static <T> T answer(CompletableFuture<T> coming) {
        return coming.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }
}
