package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.connection.Announcements;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.organization.OrgContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of somebody else's, opened by several backends. The test's server is an embedded one that is met over its address alone. */
class ExternalDatabaseTest {
    private static final Path SECRETS = SharedDatabase.secrets();

    private static EmbeddedDatabase server;
    private static String url;

    @BeforeAll
    static void start() {
        server = SharedDatabase.get();
        url = "jdbc:postgresql://127.0.0.1:" + server.port() + "/agenthub";
    }

    private static ExternalDatabase open() {
        return ExternalDatabase.open(url, SECRETS, OwnDatabase.accepted());
    }

    @Test
    void isOneDatabaseForAllWhoOpenIt() {
        try (ExternalDatabase one = open(); ExternalDatabase other = open()) {
            var org = one.database().organizations().create("Northwind", "test");
            assertThat(other.database().organizations().all()).contains(org);
        }
    }

    @Test
    void opensOnlyWithTheSecretsOfItsSetup(@TempDir Path elsewhere) {
        assertThatThrownBy(() -> ExternalDatabase.open(url, elsewhere.resolve("secrets"), Set.of()))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("SECRETS_UNUSABLE"));
    }

    /** Also of a session that was cleaned and is used again. */
    @Test
    void compilesNoPlansWhereTheServerWould(@TempDir Path folder) throws SQLException {
        Path secrets = folder.resolve("secrets");
        try (OwnDatabase own = OwnDatabase.create(secrets)) {
            try (Connection connection = own.superuserConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("alter database " + connection.getCatalog() + " set jit = on");
            }
            try (ExternalDatabase opened = ExternalDatabase.open(own.url(), secrets, OwnDatabase.accepted())) {
                OrgContext org = OrgContext.system(opened.database().organizations().create("Northwind", "test"));
                for (int use = 0; use < 3; use++) {
                    assertThat(opened.database().transactions().<String, RuntimeException>call(org,
                            handle -> handle.createQuery("show jit").mapTo(String.class).one())).isEqualTo("off");
                }
            }
        }
    }

    @Test
    void takesNoPasswordInAnAddress() {
        for (String wrong : List.of("jdbc:postgresql://localhost/agenthub?user=a&password=b", "postgres://localhost/a",
                "jdbc:postgresql://a:b@localhost:x/y")) {
            assertThatThrownBy(() -> ExternalDatabase.open(wrong, SECRETS, Set.of()))
                    .as(wrong)
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_URL_INVALID"));
        }
    }

    @Test
    void carriesMessagesBetweenThemAndSaysWhenSomeMayBeMissing() throws SQLException {
        List<String> heard = new CopyOnWriteArrayList<>();
        AtomicInteger missed = new AtomicInteger();
        try (ExternalDatabase one = open();
                ExternalDatabase other = open();
                Announcements.Listening _ = other.database().announcements().listen(heard::add,
                        missed::incrementAndGet)) {
            one.database().announcements().send(List.of("one", "two:with~marks?"));
            await().untilAsserted(() -> assertThat(heard).containsExactly("one", "two:with~marks?"));
            assertThat(missed).hasValue(0);

            try (Connection connection = server.superuserConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen agenthub'");
            }
            await().until(() -> missed.get() > 0);
            one.database().announcements().send(List.of("three"));
            await().untilAsserted(() -> assertThat(heard).endsWith("three"));
        }
    }

    @Test
    void sendsNothingThatCouldLeaveItsQuotes() {
        Announcements announcements = server.database().announcements();
        for (String wrong : List.of("a'b", "a\\b", "", "é", "a\nb")) {
            assertThatThrownBy(() -> announcements.send(List.of(wrong))).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
