package dev.agenthub.server;

import dev.agenthub.db.connection.Database;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.checkpoints.CheckpointPlan;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.http.Admission;
import dev.agenthub.server.http.Callers;
import dev.agenthub.server.http.HttpServer;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.idempotency.RememberedAnswers;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Lifetimes;
import dev.agenthub.testing.PromptSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * The one backend of a test JVM, real from HTTP to PostgreSQL; its provider is an HTTP server that answers 200.
 *
 * <p>Its periodic tasks do not run: with its own keys, it would run what a test approved
 * for another process on the same database, or wants to claim itself.
 */
public final class TestBackend {

    /** Without effective limits, since all tests of a JVM call from one address. */
    private static final HttpLimits LIMITS = new HttpLimits(HttpLimits.defaults().bodyMemory(),
            new HttpLimits.Rates(1_000_000, 1_000_000, 1_000_000, 1_000_000), HttpLimits.Streams.DEFAULTS,
            HttpLimits.Connections.DEFAULTS);
    private static final TestBackend INSTANCE = new TestBackend();

    private final TestClock clock = new TestClock();
    private final MockWebServer provider = new MockWebServer();
    private final Map<String, RecordedRequest> calls = new ConcurrentHashMap<>();
    private final Database database = TestDatabase.get().database();
    private final DataFolder folder;
    private final Connectors connectors;
    private final Capabilities capabilities;
    private final URI uri;
    private final List<String> routes;

    private TestBackend() {
        try {
            provider.setDispatcher(new Dispatcher() {
                @Override
                public MockResponse dispatch(RecordedRequest request) {
                    calls.put(String.valueOf(request.getHeaders().get("Idempotency-Key")), request);
                    return new MockResponse.Builder().code(200).body("{\"ok\":true}").build();
                }
            });
            provider.setServerSocketFactory(new PromptSockets());
            provider.start();
            folder = DataFolder.open(Files.createTempDirectory("agenthub-backend-test-"));
            connectors = new Connectors(new CredentialVault(folder.secret("vault.key", CredentialVault.KEY_LENGTH)),
                    new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(provider.getPort())));
            capabilities = new Capabilities(database, folder, connectors, clock,
                    new CheckpointPlan(Duration.ofDays(300), 1_000_000));
            HttpServer http = capabilities.start(HttpServer.Binding.loopback(0, LIMITS), _ -> {},
                    invitation -> invitation);
            uri = http.uri();
            routes = http.routes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one backend of this test JVM. */
    public static TestBackend get() {
        return INSTANCE;
    }

    public URI uri() {
        return uri;
    }

    /** Every route of the API, as {@code METHOD /path}. */
    public List<String> routes() {
        return routes;
    }

    public HttpLimits limits() {
        return LIMITS;
    }

    /** A second server of this backend with these limits; the caller closes it. */
    public Serving serving(HttpLimits limits) {
        Capabilities more = new Capabilities(database, folder, connectors, clock,
                new CheckpointPlan(Duration.ofDays(300), 1_000_000));
        return new Serving(more::close,
                more.start(HttpServer.Binding.loopback(0, limits), _ -> {}, same -> same).uri());
    }

    /** A server that is closed after use. */
    public record Serving(Runnable closing, URI uri) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }

    /** The data folder of this backend. */
    public DataFolder folder() {
        return folder;
    }

    public TestClock clock() {
        return clock;
    }

    public Database database() {
        return database;
    }

    public Connectors connectors() {
        return connectors;
    }

    public AuditLog audit() {
        return capabilities.audit();
    }

    /** This backend's authentication. */
    public Authentication authentication() {
        return new Authentication(database.transactions(), clock, Lifetimes.DEFAULTS);
    }

    /** This backend's authentication, remembered answers and admission. */
    public Callers callers() {
        return new Callers(authentication(), remembered(), new Admission(LIMITS));
    }

    public RememberedAnswers remembered() {
        return new RememberedAnswers(database.transactions(), clock);
    }

    public Invitations invitations() {
        return capabilities.invitations();
    }

    /** The provider's base address. */
    public String providerUrl() {
        return "http://127.0.0.1:" + provider.getPort();
    }

    /** Whether the provider was called for this request. */
    public boolean providerWasCalledFor(UUID request) {
        return calls.containsKey(request.toString());
    }

    /** The call that the provider got for this request. */
    public RecordedRequest providersCall(UUID request) {
        return Objects.requireNonNull(calls.get(request.toString()), "no call");
    }

    /** Runs what is approved and whose hold is over, as the backend does every few seconds. */
    public void runWaiting() {
        capabilities.runWaiting();
    }

    /** The backend's event stream. */
    public EventStream events() {
        return capabilities.events();
    }

    /** Prevents runs from beginning until it is closed. */
    public Executions.Hold holdRuns() {
        return capabilities.holdRuns();
    }

    /** The backend's claims, for tests that claim requests themselves. */
    public Claims claims() {
        return new Claims(audit(), new EventStream(), clock);
    }
}
