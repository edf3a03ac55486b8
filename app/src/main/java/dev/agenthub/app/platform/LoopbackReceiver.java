package dev.agenthub.app.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Receives an OAuth provider's redirect through the person's browser (RFC 8252, section 7.3): one GET at 127.0.0.1, with a
 * free port and a fixed path, as providers require it to be registered. Only a request with the expected state is accepted;
 * the browser then shows a page of one sentence. Every other request is refused and does not end the wait. Thread-safe.
 */
public final class LoopbackReceiver implements Closeable {
    /** The code of a wait that {@link #close()} ended. */
    public static final String CANCELLED = "AUTHORIZATION_CANCELLED";
    /** The code of a wait that reached its deadline. */
    public static final String TIMED_OUT = "AUTHORIZATION_TIMED_OUT";
    /** The path of the redirect address, for registration at the provider. */
    public static final String PATH = "/connected";

    private static final String HOST = "127.0.0.1";
    private static final int LONGEST_QUERY = 16_384;
    private static final System.Logger LOG = System.getLogger(LoopbackReceiver.class.getName());

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CompletableFuture<Map<String, String>> answer = new CompletableFuture<>();
    private final byte[] page;
    private volatile @Nullable String state;

    private LoopbackReceiver(HttpServer server, String sentence) {
        this.server = server;
        this.page = page(sentence).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Listens on a free port.
     *
     * @param sentence the sentence that the browser shows afterwards
     * @throws CodedException LOOPBACK_UNAVAILABLE
     */
    public static LoopbackReceiver open(String sentence) {
        try {
            // Not the JDK's preferred loopback address, which may be the IPv6 one.
            HttpServer server = HttpServer
                    .create(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0), 0);
            LoopbackReceiver receiver = new LoopbackReceiver(server, sentence);
            server.createContext("/", receiver::handle);
            server.setExecutor(receiver.threads);
            server.start();
            return receiver;
        } catch (IOException e) {
            throw new CodedException("LOOPBACK_UNAVAILABLE",
                    "This machine lets AgentHub listen on no port of its own: " + e.getMessage() + ".", e);
        }
    }

    /** The redirect address. */
    public URI address() {
        return URI.create("http://" + authority() + PATH);
    }

    /** Sets the expected state. Before that, every request is refused. */
    public void expect(String of) {
        state = of;
    }

    /**
     * Waits for the redirect and returns its query parameters by name.
     *
     * @throws CodedException {@link #TIMED_OUT} at the deadline, {@link #CANCELLED} where this was closed
     */
    public Map<String, String> await(Instant deadline, InstantSource clock) {
        try {
            return answer.get(Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
                    TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CodedException(TIMED_OUT, "Nobody came back from the provider in time. Begin again.", e);
        } catch (CancellationException e) {
            throw cancelled(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The failure of an authorization that somebody cancelled, of whatever kind. */
    public static CodedException cancelled(@Nullable Exception cause) {
        return new CodedException(CANCELLED, "The connection was not authorized: it was cancelled.", cause);
    }

    /** Stops listening and ends the wait with {@link #CANCELLED}. */
    @Override
    public void close() {
        answer.cancel(false);
        server.stop(0);
        threads.shutdownNow();
    }

    private String authority() {
        return HOST + ":" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Map<String, String> brought = null;
        try (exchange) {
            int status = refusal(exchange);
            if (status == 0) {
                brought = parameters(exchange.getRequestURI().getRawQuery());
                status = brought == null ? 400 : 200;
            }
            var headers = exchange.getResponseHeaders();
            headers.set("Cache-Control", "no-store");
            headers.set("Referrer-Policy", "no-referrer");
            headers.set("Connection", "close");
            if (status == 200) {
                headers.set("Content-Type", "text/html; charset=utf-8");
                headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
                exchange.sendResponseHeaders(status, page.length);
                exchange.getResponseBody().write(page);
            } else {
                exchange.sendResponseHeaders(status, -1);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "The browser went away before it was answered", e);
        } finally {
            // After the answer was sent, since the waiting thread closes the server.
            if (brought != null) {
                answer.complete(brought);
            }
        }
    }

    /** The HTTP status with which to refuse a request; 0 for the expected one. */
    private int refusal(HttpExchange exchange) {
        // The request comes from a page of another host name that resolves to this machine.
        if (!authority().equals(exchange.getRequestHeaders().getFirst("Host"))) {
            return 421;
        }
        if (!PATH.equals(exchange.getRequestURI().getRawPath())) {
            return 404;
        }
        if (!"GET".equals(exchange.getRequestMethod())) {
            return 405;
        }
        return answer.isDone() ? 410 : 0;
    }

    /** The query parameters by name; null where the state is not the expected one, or a parameter is repeated (RFC 6749, section 3.1). */
    private @Nullable Map<String, String> parameters(@Nullable String query) {
        if (query == null || query.length() > LONGEST_QUERY) {
            return null;
        }
        Map<String, String> found = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            try {
                String name = decoded(equals < 0 ? part : part.substring(0, equals));
                if (found.put(name, equals < 0 ? "" : decoded(part.substring(equals + 1))) != null) {
                    return null;
                }
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
        String expected = state;
        return expected == null || !expected.equals(found.get("state")) ? null : Map.copyOf(found);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String page(String sentence) {
        String words = sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>AgentHub</title>
                <style>
                  body { font: 16px/1.5 system-ui, sans-serif; max-width: 34em; margin: 4em auto; padding: 0 1em; color: #222; }
                  @media (prefers-color-scheme: dark) { body { background: #1b1d20; color: #e6e6e6; } }
                </style>
                <h1>AgentHub</h1>
                <p>%s</p>
                </html>
                """
                .formatted(words);
    }
}
