package dev.agenthub.app.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Estimates the backend's time to a second or two, from the {@code Date} of its answers. Thread-safe. */
final class ServerClock {
    private record Heard(Instant said, long nanos) {}

    private final AtomicReference<@Nullable Heard> last = new AtomicReference<>();

    void heard(Response response) {
        Date said = response.headers().getDate("Date");
        if (said != null) {
            last.set(new Heard(said.toInstant(), System.nanoTime()));
        }
    }

    /** The backend's time now; null before the first answer with a date. */
    @Nullable
    Instant now() {
        Heard heard = last.get();
        return heard == null ? null : heard.said().plus(Duration.ofNanos(System.nanoTime() - heard.nanos()));
    }
}
