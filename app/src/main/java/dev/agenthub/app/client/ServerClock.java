package dev.agenthub.app.client;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** What time it is at the backend, to a second or two, as its answers say. Safe for use by many threads. */
final class ServerClock {
    private record Heard(Instant said, long nanos) {}

    private final AtomicReference<@Nullable Heard> last = new AtomicReference<>();

    void heard(Response response) {
        Date said = response.headers().getDate("Date");
        if (said != null) {
            last.set(new Heard(said.toInstant(), System.nanoTime()));
        }
    }

    /** Now; null where no answer has said so yet. */
    @Nullable
    Instant now() {
        Heard heard = last.get();
        return heard == null ? null : heard.said().plus(Duration.ofNanos(System.nanoTime() - heard.nanos()));
    }
}
