package dev.agenthub.app.client;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener.Link;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/** A stream of server-sent events that reconnects after a loss, doubling the delay each time up to a limit. */
public final class EventSubscription implements AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMillis(250);
    /** The longest delay between two attempts to connect. */
    private static final Duration LONGEST = Duration.ofSeconds(2);
    /** After so long without data the connection counts as lost: the backend sends a comment every two seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(4);

    private final Http http;
    private final EventSource.Factory sources;
    private final EventListener listener;
    private final AtomicReference<@Nullable EventSource> current = new AtomicReference<>();
    private final AtomicReference<@Nullable Link> said = new AtomicReference<>();
    private volatile boolean closed;
    private volatile Duration wait = SHORTEST;
    private volatile String lastId = "";

    private EventSubscription(Http http, EventListener listener) {
        this.http = http;
        this.listener = listener;
        OkHttpClient patient = http.client().newBuilder().readTimeout(SILENCE).build();
        this.sources = EventSources.createFactory(patient);
    }

    static EventSubscription open(Http http, EventListener listener) {
        EventSubscription subscription = new EventSubscription(http, listener);
        subscription.say(Link.CONNECTING);
        subscription.connect();
        return subscription;
    }

    @Override
    public void close() {
        closed = true;
        EventSource source = current.getAndSet(null);
        if (source != null) {
            source.cancel();
        }
    }

    private void connect() {
        if (closed) {
            return;
        }
        var request = http.request("/v1/events").header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        current.set(sources.newEventSource(request.build(), new Listening()));
        if (closed) {
            close();
        }
    }

    private void say(Link state) {
        if (!closed && said.getAndSet(state) != state) {
            listener.link(state);
        }
    }

    /** Reports why the stream is not live. */
    private void lost(Link why) {
        say(why);
        if (closed || why == Link.ENDED) {
            return;
        }
        Duration now = wait;
        Duration doubled = now.multipliedBy(2);
        wait = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        CompletableFuture.delayedExecutor(now.toMillis(), TimeUnit.MILLISECONDS).execute(this::connect);
    }

    private final class Listening extends EventSourceListener {
        @Override
        public void onOpen(EventSource source, Response response) {
            wait = SHORTEST;
            say(Link.LIVE);
        }

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            if (id != null) {
                lastId = id;
            }
            if (!closed) {
                listener.event(
                        Http.parse(data.getBytes(StandardCharsets.UTF_8), new TypeReference<ServerEvent>() {}, 200));
            }
        }

        @Override
        public void onClosed(EventSource source) {
            // The server ended the stream itself; its next answer says whether anything is wrong.
            lost(Link.CONNECTING);
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable thrown, @Nullable Response response) {
            lost(why(thrown, response));
        }

        private Link why(@Nullable Throwable thrown, @Nullable Response response) {
            if (response != null && !response.isSuccessful()) {
                if (Http.says(response, ErrorCode.DATABASE_STOPPED)) {
                    return Link.STOPPED;
                }
                return http.saysEnded(response) ? Link.ENDED : Link.UNAVAILABLE;
            }
            return switch (thrown) {
                case SocketTimeoutException _ -> Link.SILENT;
                case SSLException tls when PinnedCertificate.other(tls) != null -> Link.UNTRUSTED;
                case null, default -> Link.LOST;
            };
        }
    }
}
