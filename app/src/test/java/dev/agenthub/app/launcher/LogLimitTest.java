package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final LogLimit limit = new LogLimit(clock::get);

    private static LogRecord message(String logger) {
        LogRecord message = new LogRecord(Level.WARNING, "Refused");
        message.setLoggerName(logger);
        return message;
    }

    @Test
    void leavesOutWhatALoggerWritesTooOftenAndSaysHowMuchItWas() {
        for (int i = 0; i < LogLimit.IN_A_MINUTE; i++) {
            assertThat(limit.isLoggable(message("often"))).isTrue();
        }
        for (int i = 0; i < 1_000; i++) {
            assertThat(limit.isLoggable(message("often"))).isFalse();
        }
        assertThat(limit.isLoggable(message("seldom"))).isTrue();

        clock.addAndGet(TimeUnit.MINUTES.toNanos(1));
        LogRecord next = message("often");
        assertThat(limit.isLoggable(next)).isTrue();
        assertThat(next.getMessage()).isEqualTo(
                "Refused (Before this, 1000 messages of the same logger were left out.)");
        LogRecord further = message("often");
        assertThat(limit.isLoggable(further)).isTrue();
        assertThat(further.getMessage()).isEqualTo("Refused");
    }
}
