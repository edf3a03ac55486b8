package dev.agenthub.app.launcher;

import dev.agenthub.api.SubmitRequest;
import dev.agenthub.app.cli.database.DatabaseOperator;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.BackendAddress;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.tour.SampleAccess;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import dev.agenthub.server.DatabaseOperations;
import dev.agenthub.server.audit.timestamps.TimestampConfig;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.sandbox.SampleOrganization;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The backend in the desktop's process. The desktop calls the server's code only here. */
public final class EmbeddedBackend implements DesktopBackend {
    private static final String UNFORESEEN = "START_FAILED";
    private static final String ALTER_PAYLOAD = """
            update hub.approval_request
               set payload = convert_to(replace(convert_from(payload, 'UTF8'), ?, ?), 'UTF8')
             where id = ?
            """;

    private final Backend backend;
    private final Path folder;

    private EmbeddedBackend(Backend backend, Path folder) {
        this.backend = backend;
        this.folder = folder;
    }

    /** Whether {@code folder} holds no database yet, so that a start takes longer. */
    static boolean isFirstStart(Path folder) {
        return !Files.exists(folder.resolve("postgres"));
    }

    /** Starts the backend, which takes seconds. A failure is a {@code CodedException} and leaves nothing running. */
    static EmbeddedBackend start(DesktopOptions options) {
        Path folder = options.folder();
        try {
            Backend started = Backend.startEmbedded(config(options));
            BackendAddress.publish(folder, started.uri());
            return new EmbeddedBackend(started, folder);
        } catch (RuntimeException e) {
            String code = Backend.startFailureCode(e);
            if (code.equals(UNFORESEEN)) {
                System.getLogger(EmbeddedBackend.class.getName()).log(System.Logger.Level.ERROR, "Start failed", e);
                throw new CodedException(code, "The backend could not start; the log in " + folder.resolve("logs")
                        + " says why.", e);
            }
            throw new CodedException(code, String.valueOf(e.getMessage()), e);
        }
    }

    private static BackendConfig config(DesktopOptions options) {
        URI authority = options.tsaUrl();
        return new BackendConfig(options.folder(), options.port(), options.sample(),
                authority == null ? null : new TimestampConfig(authority, options.tsaTrusted()));
    }

    /** The operations of the commands for an external PostgreSQL. */
    static DatabaseOperator databaseOperator() {
        return new Operator();
    }

    URI uri() {
        return backend.uri();
    }

    @Override
    public BackendClient client() {
        return new BackendClient(backend.uri());
    }

    @Override
    public @Nullable String ownerInvitation() {
        return backend.ownerInvitation();
    }

    /** The operations that the tour performs without the window, on the sample organization only. */
    SampleAccess tourDoor() {
        return new SampleDoor(backend, folder);
    }

    @Override
    public void close() {
        BackendAddress.withdraw(folder);
        backend.close();
    }

    /** Calls the server's code with the command's arguments, and translates its failures. */
    private static final class Operator implements DatabaseOperator {

        @Override
        public Migrated migrate(Target target, Consumer<String> progress) {
            return OperatorCall.of(Backend::startFailureCode, () -> {
                DatabaseOperations.Migrated done = DatabaseOperations.migrate(target.url(), target.admin(),
                        target.password().text(), target.folder(), target.accepted(), progress);
                return new Migrated(done.scripts(), done.migrations());
            });
        }

        @Override
        public List<Examined> examine(Target target) {
            return OperatorCall.of(Backend::startFailureCode, () -> DatabaseOperations
                    .examine(target.url(), target.admin(), target.password().text(), target.folder(), target.accepted())
                    .stream()
                    .map(one -> new Examined(one.fine(), one.wrong(), one.subject(), one.sentence(), one.remedy(),
                            one.sql()))
                    .toList());
        }

        @Override
        public void rotateKeys(Target target, Duration keep) {
            OperatorCall.of(Backend::startFailureCode, () -> {
                DatabaseOperations.rotateKeys(target.url(), target.admin(), target.password().text(), target.folder(),
                        target.accepted(), keep);
                return true;
            });
        }

        @Override
        public void rotateVault(Path folder) {
            OperatorCall.of(Backend::startFailureCode, () -> {
                DatabaseOperations.rotateVault(folder);
                return true;
            });
        }
    }

    /** Acts as the sample organization's agent, and as a malicious database administrator. */
    private static final class SampleDoor implements SampleAccess {
        private final Backend backend;
        private final Path folder;
        private Executions.@Nullable Hold hold;

        SampleDoor(Backend backend, Path folder) {
            this.backend = backend;
            this.folder = folder;
        }

        @Override
        public UUID submitTicket(String subject) throws IOException {
            SampleOrganization sample = Objects.requireNonNull(backend.sample(), "this is not the sample");
            return sample.agent(backend.uri()).submit(new SubmitRequest("tickets.create",
                    Map.of("customer", "cus_4Hs8LwPz0RkVtd", "priority", "normal", "subject", subject, "description",
                            "Order one zip slider, size 8, and tell the customer when it ships."),
                    "tour-ticket-1", "The customer prefers a repair."))
                    .request();
        }

        @Override
        public void holdExecution() {
            hold = backend.holdRuns();
        }

        @Override
        public void resumeExecution() {
            if (hold != null) {
                hold.close();
                hold = null;
            }
        }

        @Override
        public void alterPayload(UUID request, String from, String to) {
            try (Connection connection = backend.superuserConnection();
                    Statement past = connection.createStatement();
                    PreparedStatement change = connection.prepareStatement(ALTER_PAYLOAD)) {
                past.execute("set session_replication_role = replica");
                change.setString(1, from);
                change.setString(2, to);
                change.setObject(3, request);
                if (change.executeUpdate() != 1) {
                    throw new IllegalStateException("There is no such request");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void installLimitedRefunds() {
            backend.installLimitedRefunds();
        }

        @Override
        public Path sandboxCalls() {
            return folder.resolve("sandbox").resolve("calls.jsonl");
        }
    }
}
