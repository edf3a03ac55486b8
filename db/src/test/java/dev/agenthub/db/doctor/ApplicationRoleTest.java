package dev.agenthub.db.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.db.secret.SecretBytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that is served by somebody else's PostgreSQL whose role for it was spoiled: what it says, and that migrating mends it. */
class ApplicationRoleTest {
    @TempDir
    static Path folder;

    private static OwnDatabase database;
    private static String version;

    @BeforeAll
    static void start() throws SQLException {
        database = OwnDatabase.create(folder.resolve("secrets"));
        try (Connection connection = database.superuserConnection()) {
            version = ServerVersion.of(connection).toString();
        }
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static void migrate() {
        OwnDatabase.setUp(new ExternalDatabase.Target(database.url(), PostgresServer.SUPERUSER,
                SecretBytes.ofText(SharedDatabase.password("database-admin")), folder.resolve("secrets"),
                Set.of(version)));
    }

    private static ExternalDatabase open() {
        return ExternalDatabase.open(database.url(), folder.resolve("secrets"), Set.of(version));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            SECRETS_UNUSABLE               | password 'another'                                  | password was changed
            SECRETS_UNUSABLE               | password null                                       | password was changed
            SECRETS_UNUSABLE               | valid until '2020-01-01'                            | has expired
            DATABASE_LOGIN_REFUSED         | nologin                                             | may no longer log in
            DATABASE_CONNECTIONS_EXHAUSTED | connection limit 0                                  | connection limit is 0
            DATABASE_UNSAFE                | set search_path = audit                             | search_path
            DATABASE_UNSAFE                | reset all                                           | search_path
            DATABASE_UNSAFE                | set statement_timeout = '1ms'                       | statement_timeout
            DATABASE_UNSAFE                | set idle_session_timeout = '1ms'                    | idle_session_timeout
            DATABASE_UNSAFE                | set synchronous_commit = off                        | synchronous_commit
            DATABASE_UNSAFE                | set default_transaction_read_only = on              | default_transaction_read_only
            DATABASE_UNSAFE                | set standard_conforming_strings = off               | standard_conforming_strings
            DATABASE_UNSAFE                | set log_parameter_max_length_on_error = -1          | log_parameter_max_length_on_error
            DATABASE_UNSAFE                | set local_preload_libraries = 'nowhere'             | local_preload_libraries
            DATABASE_UNSAFE                | set agenthub.context = 'x'                          | agenthub.context
            """)
    void isRefusedWithTheRemedyUntilItIsMigrated(String code, String change, String mentions) throws SQLException {
        alter(change);
        try {
            assertThatThrownBy(ApplicationRoleTest::open)
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                    .hasMessageContaining(mentions).hasMessageContaining("agenthub migrate");
        } finally {
            migrate();
        }
        assertServes();
    }

    @Test
    void aSettingForThisDatabaseAloneIsRefusedAsWell() throws SQLException {
        String name = database.url().substring(database.url().lastIndexOf('/') + 1);
        alter("in database " + name + " set search_path = pg_catalog");
        try {
            assertThatThrownBy(ApplicationRoleTest::open).isInstanceOf(StartupException.class)
                    .hasMessageContaining("search_path");
        } finally {
            migrate();
        }
        assertServes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"set work_mem = '8MB'", "set enable_hashjoin = off", "connection limit 90"})
    void isServedAllTheSameWhereOnlySpeedIsAtStake(String change) throws SQLException {
        alter(change);
        try {
            assertServes();
        } finally {
            alter("connection limit -1");
            migrate();
        }
    }

    private static void assertServes() {
        try (ExternalDatabase opened = open()) {
            UUID org = opened.database().organizations().create("Served", "test");
            assertThat(opened.database().organizations().all()).contains(org);
        }
    }

    private static void alter(String change) throws SQLException {
        try (Connection superuser = database.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("alter role hub_app " + change);
        }
    }
}
