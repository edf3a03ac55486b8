package dev.agenthub.server;

import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.audit.checkpoints.CheckpointPlan;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One of several backends on one database, in a process of its own, which a test can kill at any moment. */
public final class SharedProcess implements AutoCloseable {
    private static final String READY = "ready ";
    private static final Duration LEASE = Duration.ofSeconds(4);

    private final Process process;
    private final URI uri;

    private SharedProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Runs in the other process until its standard input ends. Its provider is on loopback, which no other call may reach. */
    public static void main(String... arguments) throws IOException {
        Path shared = Path.of(arguments[0]);
        try (ResourceStack opened = new ResourceStack()) {
            DataFolder folder = opened.add(DataFolder.share(shared));
            ExternalDatabase database = opened
                    .add(ExternalDatabase.open(arguments[1], folder.secrets(), OwnDatabase.accepted()));
            Connectors connectors = new Connectors(
                    new CredentialVault(folder.secret("vault.key", CredentialVault.KEY_LENGTH)),
                    new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.of(Integer.parseInt(arguments[2]))));
            Capabilities capabilities = opened.add(new Capabilities(database.database(), folder, connectors,
                    new BackendInstance(UUID.randomUUID(), false, LEASE), Clock.systemUTC(), CheckpointPlan.DEFAULT));
            System.out.println(READY
                    + capabilities.serve(HttpServer.Binding.loopback(0), _ -> {}, invitation -> invitation));
            while (System.in.read() >= 0) {
                // Nothing is sent; the test waits for the end of the stream.
            }
        }
    }

    /**
     * Starts a process.
     *
     * @param heap the value of its option -Xmx
     */
    public static SharedProcess start(Path folder, String database, int providerPort, Path log, String heap)
            throws IOException {
        Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + heap, "-cp",
                System.getProperty("java.class.path"), SharedProcess.class.getName(),
                folder.toString(), database, Integer.toString(providerPort)))
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                return new SharedProcess(process, URI.create(line.substring(READY.length())));
            }
        }
        throw new IOException("The backend did not start:\n" + Files.readString(log));
    }

    public URI uri() {
        return uri;
    }

    /** Kills the process, as {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("The backend did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
