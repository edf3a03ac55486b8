package dev.agenthub.server.sandbox;

import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.connectors.oauth.FreshConnections;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.events.EventStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okio.ByteString;

/**
 * A process of its own that calls over a connection of the tests' database, all calls at once. Every caller has read the connection before
 * the first call is made.
 */
final class CallingProcess implements AutoCloseable {
    private static final String READY = "ready";
    private static final String CALLING = "calling";

    private final Process process;
    private final BufferedReader output;

    private CallingProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process.
     *
     * @param vaultKey the file with the key that the connection's tokens are encrypted with
     * @param ahead how far its clock is ahead of the system's
     */
    static CallingProcess start(Path vaultKey, String baseUrl, UUID org, UUID connector, int callers, Duration ahead)
            throws IOException {
        return new CallingProcess(new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
                        CallingProcess.class.getName(), SharedDatabase.address(), SharedDatabase.secrets().toString(),
                        vaultKey.toString(), baseUrl, org.toString(), connector.toString(), Integer.toString(callers),
                        ahead.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Runs in the other process, which begins to call when it is sent a line, and tells which results its calls had. */
    public static void main(String... arguments) throws Exception {
        String baseUrl = arguments[3];
        UUID org = UUID.fromString(arguments[4]);
        UUID connector = UUID.fromString(arguments[5]);
        int callers = Integer.parseInt(arguments[6]);
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(arguments[7]));
        try (ExternalDatabase database = ExternalDatabase.open(arguments[0], Path.of(arguments[1]),
                OwnDatabase.accepted())) {
            OrgTransactions transactions = database.database().transactions();
            Connectors connectors = new Connectors(
                    new CredentialVault(SecretBytes.of(Files.readAllBytes(Path.of(arguments[2])))),
                    new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(URI.create(baseUrl).getPort())));
            AuditLog audit = new AuditLog(new EventStream(), clock);
            FreshConnections connections = new FreshConnections(connectors,
                    new TokenRefresher(transactions, audit, connectors, clock), transactions, audit, clock);
            ConnectorAccess access = transactions.call(OrgContext.system(org), handle -> {
                try {
                    return connections.access(handle, org, connector, Permissions.NONE);
                } catch (CallRefusedException e) {
                    throw new IllegalStateException(e.code(), e);
                }
            });
            System.out.println(READY);
            if (System.in.read() >= 0) {
                System.out.println(results(connections, access, baseUrl + "/messages", callers));
            }
        }
    }

    private static Map<String, Integer> results(FreshConnections connections, ConnectorAccess access, String url,
            int callers) throws InterruptedException, ExecutionException {
        Map<String, Integer> results = new TreeMap<>();
        CountDownLatch begun = new CountDownLatch(callers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                calls.add(threads.submit(() -> {
                    begun.countDown();
                    return connections.call(Ids.next(),
                            new OutboundCall("POST", url, Map.of(), ByteString.encodeUtf8("{}")), access).code();
                }));
            }
            begun.await();
            System.out.println(CALLING);
            for (Future<String> call : calls) {
                results.merge(call.get(), 1, Integer::sum);
            }
        }
        return results;
    }

    /** Waits until every caller holds the connection as it is now. */
    void awaitReady() throws IOException {
        await(READY);
    }

    /** Has all callers call, and waits until each of them does. */
    void call() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        await(CALLING);
    }

    /** How many calls had which result, for example {@code {HTTP_201=100}}. */
    String results() throws IOException {
        return String.valueOf(output.readLine());
    }

    private void await(String line) throws IOException {
        String read = output.readLine();
        if (!line.equals(read)) {
            throw new IOException("Expected " + line + ", not " + read);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
