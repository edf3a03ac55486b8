package dev.agenthub.server.http;

import dev.agenthub.db.StartupException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;

/** The HTTP server of the API, on loopback. */
public final class HttpServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final long LARGEST_BODY = 16L << 20;

    private final Javalin javalin;

    private HttpServer(Javalin javalin) {
        this.javalin = javalin;
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @throws StartupException PORT_BUSY
     */
    public static HttpServer start(int port, List<Routes> routes) {
        Javalin javalin = Javalin.create(config -> configure(config, routes));
        try {
            return new HttpServer(javalin.start(LOOPBACK, port));
        } catch (JavalinBindException e) {
            javalin.stop();
            throw busy(port, e);
        }
    }

    /**
     * Looks before the slow parts of a start whether the port is free.
     *
     * @throws StartupException PORT_BUSY
     */
    public static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
        } catch (IOException e) {
            throw busy(port, e);
        }
    }

    private static StartupException busy(int port, Exception cause) {
        return new StartupException("PORT_BUSY",
                "Port " + port + " is in use by another program; choose another one with --port.", cause);
    }

    private static void configure(JavalinConfig config, List<Routes> routes) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = LARGEST_BODY;
        config.http.generateEtags = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        // Or a header that differs from an earlier one of the connection only in case is taken for it: tokens must not be.
        config.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheCaseSensitive(true));
        config.routes.before(HttpServer::secure);
        routes.forEach(some -> some.add(config.routes));
        Problems.handle(config.routes);
    }

    private static void secure(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
    }

    public URI uri() {
        return URI.create("http://" + LOOPBACK + ":" + javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
