package dev.agenthub.app.launcher;

import dev.agenthub.app.cli.database.AcceptedRisks;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.DataFolders;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code agenthub serve}: runs a backend for many desktops on an external database until it is stopped. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Serves many desktops. Any number of backends may serve one database; they share --data.", footer = {
        "",
        "/metrics answers callers on this machine, and anybody with the token of DIR/secrets/metrics.token, which the first start makes: "
                + "give a copy to Prometheus as authorization.credentials_file."})
final class ServeCommand implements Callable<Integer> {
    @Option(names = "--database", required = true, paramLabel = "JDBC_URL", description = "A database that agenthub migrate has set up, like jdbc:postgresql://db.example.com:5432/agenthub.")
    private String database = "";

    @Option(names = "--data", paramLabel = "DIR", description = "The folder of secrets and of the signer’s memory, the same for all backends of the database.")
    private @Nullable Path data;

    @Mixin
    private AcceptedRisks accepted = new AcceptedRisks();

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Where to listen: 0.0.0.0 for everywhere. Default: ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(names = "--port", paramLabel = "N", defaultValue = "8443", description = "The port, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--address", paramLabel = "URL", description = "What it is reached by, like https://agenthub.example.com:8443; invitations carry the first where there are several.")
    private List<URI> addresses = new ArrayList<>();

    @Option(names = "--tls-cert", paramLabel = "PEM", description = "The certificate and its chain. Without it the backend makes one for itself, which invitations pin.")
    private @Nullable Path certificates;

    @Option(names = "--tls-key", paramLabel = "PEM", description = "The certificate’s private key.")
    private @Nullable Path key;

    @Option(names = "--renew-certificate", description = "Where the certificate that the backend made for itself does not name each --address and --bind, make another one that does. Each desktop then has to trust it: agenthub certificate trust.")
    private boolean renewCertificate;

    @Option(names = "--organization", paramLabel = "NAME", description = "What the first organization is called, where there is none yet; agenthub organizations add makes further ones.")
    private @Nullable String organization;

    @Mixin
    private LifetimeOptions lifetimes = new LifetimeOptions();

    @Option(names = "--limit", paramLabel = "NAME=N", description = "What callers may take, for each name: body-memory (MiB for large bodies under way), sign-ins and enrolments (a minute from a source address), submissions (a minute of an agent), submissions-of-source, streams, streams-of-caller, connections, connections-of-source, head-seconds (until the head of a request is there).")
    private Map<String, Integer> limits = new TreeMap<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if ((certificates == null) != (key == null)) {
            throw new CodedException("USAGE", "--tls-cert and --tls-key go together.");
        }
        Path folder = DataFolders.of(data, false);
        LoggingSetup.into(folder);
        PrintWriter out = spec.commandLine().getOut();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (ServedBackend backend = ServedBackend.start(
                new ServedBackend.Wish(folder, database, accepted.names(), bind, port, addresses, renewCertificate,
                        certificates,
                        key, organization, lifetimes, limits))) {
            // The signal's thread waits until everything is closed, so that runs under way end and are recorded.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                told.countDown();
                try {
                    stopped.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }, "stop-serving"));
            out.println("AgentHub serves " + backend.uri() + " (certificate SHA-256 " + backend.fingerprint() + ")");
            backend.databaseWarning().ifPresent(this::warn);
            warnOfNames(backend.hostsWithoutCertificate());
            if (renewCertificate) {
                tellOthers(addresses.isEmpty() ? backend.uri() : addresses.getFirst(), backend.fingerprint());
            }
            String invitation = backend.ownerInvitation();
            if (invitation != null) {
                out.println("The first owner joins with this link, once and until " + backend.ownerLinkExpiresAt()
                        + "; it is in " + backend.ownerLinkFile()
                        + " too, which only you can read, and further starts print it again:");
                out.println(invitation);
            }
            out.flush();
            told.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private void warnOfNames(Set<String> missing) {
        if (missing.isEmpty()) {
            return;
        }
        warn("The certificate does not name " + String.join(", ", missing)
                + ": desktops know it by its fingerprint, but curl and agents will refuse it there. "
                + (certificates == null
                        ? "--renew-certificate makes one that does, which each desktop then has to trust once: agenthub certificate trust"
                        : "Ask whoever issued it for one that does."));
    }

    private void tellOthers(URI address, String fingerprint) {
        warn("Where this is another certificate than before, tell everybody, by another way than this server. Desktops: agenthub certificate trust "
                + address + " --pin " + fingerprint + "; curl and agents: agenthub certificate show " + address
                + " --pin " + fingerprint);
    }

    private void warn(String line) {
        PrintWriter errors = spec.commandLine().getErr();
        errors.println(line);
        errors.flush();
    }
}
