package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.files.LogCapture;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WindowFaultsTest {
    private final LogCapture log = LogCapture.of(WindowFaults.class);

    @AfterEach
    void leave() {
        log.close();
    }

    private static IllegalStateException fault(String words) {
        return new IllegalStateException(words, new IllegalArgumentException(words));
    }

    @Test
    void logsWhereAFaultHappenedAndNothingThatItQuotes() {
        new WindowFaults().uncaughtException(Thread.currentThread(), fault("pay 900 EUR"));
        assertThat(log.records()).singleElement().satisfies(entry -> {
            assertThat(entry.getMessage()).contains(IllegalStateException.class.getName())
                    .contains("Caused by: " + IllegalArgumentException.class.getName())
                    .contains("WindowFaultsTest.fault").doesNotContain("900");
            assertThat(entry.getThrown()).isNull();
            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
        });
    }

    @Test
    void logsAFaultOfEveryFrameOnce() {
        WindowFaults faults = new WindowFaults();
        for (int frame = 0; frame < 3; frame++) {
            faults.uncaughtException(Thread.currentThread(), fault("frame " + frame));
        }
        faults.uncaughtException(Thread.currentThread(), new IllegalStateException("elsewhere"));
        assertThat(log.records()).hasSize(2);
    }

    /** As if it came from that line, reached from another. */
    private static <T extends Throwable> T at(T fault, int line, int from) {
        fault.setStackTrace(new StackTraceElement[]{new StackTraceElement("Layout", "draw", "Layout.java", line),
                new StackTraceElement("Window", "frame", "Window.java", from)});
        return fault;
    }

    @Test
    void tellsFaultsApartByTheirKindAndTheirPlaceAndNotByTheWayThere() {
        WindowFaults faults = new WindowFaults();
        faults.uncaughtException(Thread.currentThread(), at(new IllegalStateException(), 1, 1));
        faults.uncaughtException(Thread.currentThread(), at(new IllegalStateException(), 1, 2));
        assertThat(log.records()).hasSize(1);
        faults.uncaughtException(Thread.currentThread(), at(new IllegalArgumentException(), 1, 1));
        faults.uncaughtException(Thread.currentThread(), at(new IllegalStateException(), 2, 1));
        assertThat(log.records()).hasSize(3);
    }

    @Test
    void logsTheFirstHundredFaultsAndNoMore() {
        WindowFaults faults = new WindowFaults();
        for (int line = 1; line <= 150; line++) {
            faults.uncaughtException(Thread.currentThread(), at(new IllegalStateException(), line, 1));
        }
        assertThat(log.records()).hasSize(100);
        assertThat(log.records().getLast().getMessage()).contains("Layout.java:100");
    }
}
