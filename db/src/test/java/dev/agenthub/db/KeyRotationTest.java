package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgToken;
import dev.agenthub.db.organization.TokenKeys;
import dev.agenthub.db.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of the organization context change while transactions are under way, and none of them notices. */
class KeyRotationTest {
    @TempDir
    static Path folder;

    private static EmbeddedDatabase server;
    private static UUID org = new UUID(0, 0);

    @BeforeAll
    static void start() {
        PreparedFolder.copyTo(folder);
        server = EmbeddedDatabase.start(folder);
        org = server.database().organizations().create("Ours", "test");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void transactionsGoOnWhileKeysAreReplacedAtOnceAndAgain() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<AtomicInteger> transactions = Stream.generate(AtomicInteger::new).limit(4).toList();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> clients = new ArrayList<>();
            for (AtomicInteger made : transactions) {
                clients.add(executor.submit(() -> {
                    while (!done.get()) {
                        assertThat(seen()).containsExactly(org);
                        assertThat(server.database().organizations().all()).contains(org);
                        made.incrementAndGet();
                    }
                    return null;
                }));
            }
            try {
                for (int i = 0; i < 5; i++) {
                    List<Integer> before = transactions.stream().map(AtomicInteger::get).toList();
                    server.rotateKeys(Duration.ofSeconds(30));
                    await().atMost(Duration.ofMinutes(1)).until(() -> clients.stream().anyMatch(Future::isDone)
                            || IntStream.range(0, before.size())
                                    .allMatch(client -> transactions.get(client).get() > before.get(client)));
                }
            } finally {
                done.set(true);
            }
            for (Future<Void> client : clients) {
                client.get();
            }
        }
    }

    @Test
    void aTransactionUnderWayIsNotDisturbed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch rotated = new CountDownLatch(1);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<UUID>> long_ = executor
                    .submit(() -> server.database().transactions().call(OrgContext.system(org), handle -> {
                        begun.countDown();
                        rotated.await();
                        return handle.createQuery("select org_id from organization").mapTo(UUID.class).list();
                    }));
            begun.await();
            server.rotateKeys(Duration.ZERO);
            rotated.countDown();
            assertThat(long_.get()).containsExactly(org);
        }
    }

    @Test
    void aKeyThatIsReplacedWithoutAWindowIsRefusedAtOnceAndTheBackendTakesTheNewOne() throws Exception {
        OrgToken old = tokens();
        assertThat(seen()).containsExactly(org);
        server.rotateKeys(Duration.ZERO);
        assertThat(seen()).containsExactly(org);
        try (Connection app = app(); Statement statement = app.createStatement()) {
            app.setAutoCommit(false);
            assertThat(admitted(app, statement, old)).isFalse();
            assertThat(admitted(app, statement, tokens())).isTrue();
        }
    }

    @Test
    void bothKeysAreAdmittedWithinTheWindow() throws Exception {
        OrgToken old = tokens();
        server.rotateKeys(Duration.ofMinutes(1));
        assertThat(tokens().keyId()).isGreaterThan(old.keyId());
        try (Connection app = app(); Statement statement = app.createStatement()) {
            app.setAutoCommit(false);
            assertThat(admitted(app, statement, old)).isTrue();
            assertThat(admitted(app, statement, tokens())).isTrue();
        }
    }

    @Test
    void onlyTheNewestKeyStaysInTheFolderAndTheNextStartUsesIt() throws Exception {
        server.rotateKeys(Duration.ZERO);
        try (var files = Files.list(folder.resolve("secrets"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("database-token-key"))).hasSize(1);
        }
        server.close();
        server = EmbeddedDatabase.start(folder);
        assertThat(seen()).containsExactly(org);
    }

    @Test
    void retiredKeysAreForgottenByTheNextRotation() throws Exception {
        server.rotateKeys(Duration.ZERO);
        server.rotateKeys(Duration.ZERO);
        server.rotateKeys(Duration.ZERO);
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            assertThat(value(statement, "select count(*) from sec.mac_key")).isEqualTo("2");
        }
    }

    @Test
    void aLaterRotationLengthensNoWindowAndNoneIsLongerThanAMonth() throws Exception {
        server.rotateKeys(Duration.ofSeconds(30));
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            String end = "select max(valid_until) from sec.mac_key where id = " + (tokens().keyId() - 1);
            String before = value(statement, end);
            server.rotateKeys(Duration.ofHours(1));
            assertThat(value(statement, end)).isEqualTo(before);

            assertThatThrownBy(() -> statement.execute("call sec.retire_mac_keys(1, '30 days 1 second')"))
                    .hasMessageContaining("at most thirty days");
            assertThatThrownBy(() -> statement.execute("call sec.retire_mac_keys(1, '-1 second')"))
                    .hasMessageContaining("at most thirty days");
        }
    }

    private static String value(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static List<UUID> seen() {
        return server.database().transactions().call(OrgContext.system(org),
                handle -> handle.createQuery("select org_id from organization").mapTo(UUID.class).list());
    }

    private static OrgToken tokens() throws IOException {
        return new TokenKeys(Secrets.in(folder.resolve("secrets"))).current();
    }

    private static boolean admitted(Connection app, Statement statement, OrgToken tokens) throws SQLException {
        try (ResultSet row = statement.executeQuery("select pg_backend_pid(), sec.challenge()")) {
            row.next();
            byte[] token = tokens.forOrganization(OrgContext.system(org), row.getInt(1), row.getObject(2, UUID.class));
            try (var begin = app.prepareStatement("select sec.begin_org(?)")) {
                begin.setBytes(1, token);
                begin.execute();
                return true;
            }
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("28000");
            return false;
        } finally {
            app.rollback();
        }
    }

    private static Connection app() throws SQLException, IOException {
        return java.sql.DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/agenthub",
                "hub_app",
                Files.readString(folder.resolve("secrets").resolve("database-app")).strip());
    }
}
