package dev.agenthub.server.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.files.DataFolderCodes;
import dev.agenthub.files.DurableFile;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.folder.DataFolder;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that the sample organization's agent calls: an HTTP server on loopback that records messages, tickets,
 * refunds and reports with files in a journal. It requires its token, and has one effect for each {@code Idempotency-Key}.
 *
 * <p>Its port is part of approved payloads, so it is kept between starts. Thread-safe; calls are handled one at a time.
 */
public final class SandboxService implements AutoCloseable {
    /** The name of its token's secret in the data folder. */
    private static final String TOKEN = "sandbox.token";
    private static final String CLIENT_SECRET = "sandbox.client";
    private static final int TOKEN_LENGTH = 32;
    private static final String BEARER = "Bearer ";
    private static final int LARGEST_BODY = 9 << 20;
    private static final int LARGEST_FORM = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(SandboxService.class);
    /** By path, the prefix of the created resource's id. */
    private static final Map<String, String> PATHS = Map.of("/messages", "msg", "/tickets", "tic", "/refunds", "re",
            "/reports", "rep");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CallJournal journal;
    private final SecretBytes token;
    private final InstantSource clock;
    private final SandboxAuthorization authorization;

    private record Answer(int status, JsonObject body) {
        static Answer problem(int status, String error) {
            return new Answer(status, JsonObject.builder().put("error", error).build());
        }
    }

    private SandboxService(HttpServer server, CallJournal journal, SecretBytes token, SandboxTokens tokens,
            SecretBytes clientSecret, InstantSource clock) {
        this.server = server;
        this.journal = journal;
        this.token = token;
        this.clock = clock;
        this.authorization = new SandboxAuthorization(baseUrl(), clientSecret, tokens, clock);
    }

    /**
     * Starts the service on the port of the last start.
     *
     * @param mayMove whether no open request names that port; called only where another program uses it now
     * @throws StartupException SANDBOX_PORT_BUSY where another program uses the port and it may not change, DATA_FOLDER_UNUSABLE
     */
    public static SandboxService start(DataFolder folder, BooleanSupplier mayMove, InstantSource clock) {
        try {
            CallJournal journal = CallJournal.open(folder.sandbox().resolve("calls.jsonl"));
            try {
                HttpServer server = bind(folder.sandbox().resolve("port"), mayMove);
                SandboxService service = new SandboxService(server, journal, token(folder),
                        SandboxTokens.open(folder.sandbox().resolve("tokens.json")), clientSecret(folder), clock);
                server.createContext("/", service::handle);
                server.setExecutor(service.threads);
                server.start();
                return service;
            } catch (IOException | RuntimeException e) {
                journal.close();
                throw e;
            }
        } catch (IOException | EvidenceException e) {
            throw new StartupException(DataFolderCodes.UNUSABLE,
                    "The sandbox can't use " + folder.sandbox() + ": " + e.getMessage(), e);
        }
    }

    /** The static token that calls must have. */
    static SecretBytes token(DataFolder folder) {
        return SecretBytes.ofText("sbx_" + folder.secret(TOKEN, TOKEN_LENGTH).base64Url());
    }

    /** The secret of the authorization server's one client. */
    static SecretBytes clientSecret(DataFolder folder) {
        return SecretBytes.ofText(folder.secret(CLIENT_SECRET, TOKEN_LENGTH).base64Url());
    }

    private static HttpServer bind(Path kept, BooleanSupplier mayMove) throws IOException {
        int port = Files.exists(kept) ? port(Files.readString(kept).strip()) : 0;
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (BindException e) {
            if (!mayMove.getAsBoolean()) {
                throw new StartupException("SANDBOX_PORT_BUSY", "Another program uses port " + port
                        + ", which open requests of the sample organization name. End it and start again.", e);
            }
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        }
        DurableFile.writePrivately(kept, (server.getAddress().getPort() + "\n").getBytes(StandardCharsets.US_ASCII));
        return server;
    }

    private static int port(String text) throws IOException {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new IOException("The kept port is damaged", e);
        }
        throw new IOException("The kept port is damaged");
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base address of calls, without a trailing slash. */
    public String baseUrl() {
        return "http://127.0.0.1:" + port();
    }

    /** The sandbox's service definition, which is not in the catalog. */
    public ConnectorDefinition definition() {
        return ConnectorDefinition.stored(SampleContent.definition(baseUrl()).canonicalBytes(), true, false);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer;
            try {
                String path = exchange.getRequestURI().getRawPath();
                if (path.startsWith("/oauth/") || path.startsWith("/.well-known/")) {
                    authorize(exchange);
                    return;
                }
                answer = answer(exchange);
            } catch (IOException | RuntimeException e) {
                LOG.error("The sandbox failed", e);
                answer = Answer.problem(500, "failed");
            }
            byte[] body = answer.body().canonicalBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void authorize(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_FORM + 1);
        SandboxAuthorization.Answer answer = body.length > LARGEST_FORM
                ? SandboxAuthorization.Answer.error(413, "invalid_request")
                : authorization.answer(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(),
                        exchange.getRequestURI().getRawQuery(),
                        exchange.getRequestHeaders().getFirst("Authorization"), body);
        if (answer == null) {
            answer = SandboxAuthorization.Answer.error(404, "path_unknown");
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.mediaType());
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (answer.location() != null) {
            exchange.getResponseHeaders().set("Location", answer.location());
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath();
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        Optional<Permissions> permissions = permissions(exchange);
        if (permissions.isEmpty()) {
            return Answer.problem(401, "token_invalid");
        }
        if (!PATHS.containsKey(path)) {
            return Answer.problem(404, "path_unknown");
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return Answer.problem(405, "method_not_allowed");
        }
        if (key == null || key.isBlank() || key.length() > 200) {
            return Answer.problem(400, "idempotency_key_missing");
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return Answer.problem(413, "body_too_large");
        }
        try {
            JsonObject content = content(exchange, body);
            return allows(permissions.get(), path, content)
                    ? take(path, key, Hash.sha256(body), content)
                    : Answer.problem(403, "scope_missing");
        } catch (EvidenceException | ProtocolException e) {
            return Answer.problem(400, "body_invalid");
        }
    }

    /** Whether the permissions allow a call: a scope allows everything at its path, an authorization detail only what it states. */
    private static boolean allows(Permissions permissions, String path, JsonObject content) {
        return permissions.scopes().contains(path.substring(1) + ":write") || (path.equals("/refunds")
                && permissions.details().stream().anyMatch(detail -> RefundLimit.of(detail).allows(content)));
    }

    private static JsonObject content(HttpExchange exchange, byte[] body) throws ProtocolException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type != null && type.startsWith(ReceivedForm.MEDIA_TYPE)) {
            return ReceivedForm.read(type, body);
        }
        if (JsonValue.parse(body) instanceof JsonObject content) {
            return content;
        }
        throw new ProtocolException("This is no object");
    }

    /** The permissions of the call's token; empty where it is not valid. */
    private Optional<Permissions> permissions(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (given == null || !given.startsWith(BEARER)) {
            return Optional.empty();
        }
        String access = given.substring(BEARER.length());
        return MessageDigest.isEqual(token.text().getBytes(StandardCharsets.UTF_8),
                access.getBytes(StandardCharsets.UTF_8))
                        ? Optional.of(Permissions.ofScopes(SampleContent.SCOPES))
                        : authorization.permissions(access);
    }

    private synchronized Answer take(String path, String key, Hash body, JsonObject content) throws IOException {
        CallJournal.Call first = journal.first(key);
        if (first != null && !(first.path().equals(path) && first.body().equals(body))) {
            return Answer.problem(422, "idempotency_key_reused");
        }
        CallJournal.Call call = first == null ? new CallJournal.Call(path, body, made(path)) : first;
        journal.append(Timestamps.format(clock.instant()), key, call, content, first != null);
        return new Answer(201, call.answer());
    }

    private JsonObject made(String path) {
        String id = String.format(Locale.ROOT, "%s_%06d", PATHS.get(path), journal.effects() + 1);
        return JsonObject.builder().put("id", id).put("status", "succeeded").build();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
        try {
            journal.close();
        } catch (IOException e) {
            LOG.warn("The sandbox's journal can't be closed", e);
        }
    }
}
