package dev.agenthub.server.http;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.tls.ServerCertificate;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the API: plain HTTP on loopback, TLS elsewhere. */
public final class HttpServer implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    /** The {@code max-age} of Strict-Transport-Security (RFC 6797). */
    private static final Duration YEAR = Duration.ofDays(365);
    static final String ONLY_SECURE = "max-age=" + YEAR.toSeconds();

    private final Javalin javalin;
    private final URI uri;

    private HttpServer(Javalin javalin, URI uri) {
        this.javalin = javalin;
        this.uri = uri;
    }

    /**
     * Address, certificate and limits of the server.
     *
     * @param certificate null for plain HTTP, which is for loopback only
     * @param names host names that clients use, besides those of the certificate
     * @param limits limits of the callers
     */
    public record Binding(String bind, int port, @Nullable ServerCertificate certificate, Set<String> names,
            HttpLimits limits) {

        public Binding {
            if (certificate == null && !bind.equals(LOOPBACK)) {
                throw new IllegalArgumentException("Nothing but loopback is served without a certificate");
            }
        }

        public static Binding loopback(int port) {
            return loopback(port, HttpLimits.defaults());
        }

        /** Loopback without TLS, with these limits. */
        public static Binding loopback(int port, HttpLimits limits) {
            return new Binding(LOOPBACK, port, null, Set.of(), limits);
        }

        private HostHeader hosts() {
            Set<String> all = new TreeSet<>(names);
            if (certificate != null) {
                all.addAll(certificate.names());
            }
            return new HostHeader(all, certificate != null);
        }

        /** SHA-256 of the certificate, in hex; null without TLS. */
        public @Nullable String fingerprint() {
            return certificate == null ? null : certificate.fingerprint();
        }

        URI uri(int boundPort) {
            String host = bind.contains(":") ? "[" + bind + "]" : bind;
            return URI.create((certificate == null ? "http://" : "https://") + host + ":" + boundPort);
        }
    }

    /**
     * Starts the server.
     *
     * @param callers authentication and limits of the routes
     * @throws StartupException PORT_BUSY
     */
    public static HttpServer start(Binding binding, Callers callers, List<Routes> some) {
        List<Route> routes = some.stream().flatMap(one -> one.routes().stream()).toList();
        Javalin javalin = Javalin.create(config -> {
            configure(config, binding);
            some.forEach(one -> one.around(config.routes));
            routes.forEach(route -> route.register(config.routes, callers));
            Problems.handle(config.routes);
            config.jetty.addConnector((server, http) -> connector(server, http, binding));
        });
        try {
            javalin = javalin.start();
            return new HttpServer(javalin, binding.uri(javalin.port()));
        } catch (JavalinBindException e) {
            javalin.stop();
            throw busy(binding.port(), e);
        }
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, Binding binding) {
        ServerCertificate certificate = binding.certificate();
        ServerConnector connector = certificate == null
                ? new ServerConnector(server, new HttpConnectionFactory(http))
                : secured(server, http, certificate);
        connector.setHost(binding.bind());
        connector.setPort(binding.port());
        connector.addBean(new ConnectionLimit(binding.limits().connections()));
        RequestHeadDeadline deadline = new RequestHeadDeadline(connector.getScheduler(),
                Duration.ofSeconds(binding.limits().connections().headSeconds()));
        connector.addBean(deadline);
        connector.getConnectionFactory(HttpConnectionFactory.class).getHttpConfiguration().addCustomizer(deadline);
        return connector;
    }

    private static ServerConnector secured(Server server, HttpConfiguration http, ServerCertificate certificate) {
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(certificate.keys());
        ssl.setKeyStorePassword("");
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        HttpConfiguration secured = new HttpConfiguration(http);
        // SNI host names are not checked: clients verify the certificate by its fingerprint, also through tunnels with other names.
        secured.addCustomizer(new SecureRequestCustomizer(false, false, YEAR.toSeconds(), false));
        return new ServerConnector(server, ssl, new HttpConnectionFactory(secured));
    }

    /**
     * Checks that the port is free, before the slow parts of a start.
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

    private static void configure(JavalinConfig config, Binding binding) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = HttpLimits.LARGEST_BODY;
        config.http.generateEtags = false;
        config.http.prefer405over404 = true;
        // Each operation has one address: a call repeated with a slash at its end would not be recognized as the same.
        config.router.ignoreTrailingSlashes = false;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        // Otherwise Jetty caches header values ignoring case, and tokens are case-sensitive.
        config.jetty.modifyHttpConfiguration(http -> http.setHeaderCacheCaseSensitive(true));
        config.jetty.modifyServer(server -> server.setErrorHandler(new ProtocolErrors()));
        config.routes.before(HttpServer::secure);
        config.routes.before(binding.hosts()::require);
        config.routes.before(JsonBody::requireReadableQuery);
        config.routes.before(JsonBody::requireOneCaller);
    }

    private static void secure(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store");
    }

    public URI uri() {
        return uri;
    }

    /** All routes, as {@code METHOD /path}. */
    public List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream().map(parsed -> parsed.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method + " " + endpoint.path)
                .sorted().toList();
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
