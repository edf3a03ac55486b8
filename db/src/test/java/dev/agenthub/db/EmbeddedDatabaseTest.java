package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.organization.OrgContext;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of an embedded server, with each of the ways in which it can be cut short. */
@Timeout(90)
class EmbeddedDatabaseTest {

    @TempDir
    private Path folder = Path.of("");

    private void usePrepared() {
        PreparedFolder.copyTo(folder);
    }

    /** An account that has to stand in for root passes through the test's folder as through any ordinary one. */
    private void usePreparedBelow(Path target) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        PreparedFolder.copyTo(target);
    }

    /** Their locks would outlive the session that an injected statement took them in. */
    @Test
    void aServerThatKeepsPreparedTransactionsIsRefused() throws Exception {
        Path data = folder.resolve("prepared-transactions");
        PreparedFolder.copyTo(data);
        Files.writeString(data.resolve("postgres/cluster/postgresql.auto.conf"), "max_prepared_transactions = 5\n",
                StandardOpenOption.APPEND);
        assertThatThrownBy(() -> EmbeddedDatabase.start(data)).hasMessageContaining("prepared transactions")
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_SERVER_UNSUPPORTED"));
    }

    @Test
    void keepsWhatWasCommittedAndLeavesNothingRunning() throws IOException {
        usePrepared();
        UUID org;
        ProcessHandle first;
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            first = process(database);
            org = database.database().organizations().create("Kept", "test");
        }
        assertThat(first.onExit()).succeedsWithin(Duration.ofSeconds(10));
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(database.database().organizations().all()).containsExactly(org);
        }
    }

    @Test
    void aWarmStartIsQuick() throws IOException {
        usePrepared();
        long before = System.nanoTime();
        EmbeddedDatabase.start(folder).close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void recoversAServerThatWasKilledWithItsProgram() throws Exception {
        usePrepared();
        ProcessHandle orphan = orphan();
        assertThat(orphan.destroyForcibly()).isTrue();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(database.database().organizations().all()).hasSize(1);
        }
    }

    @Test
    void stopsTheOrphanOfAProgramThatWasKilled() throws Exception {
        usePrepared();
        ProcessHandle orphan = orphan();
        assertThat(orphan.isAlive()).isTrue();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(orphan.onExit()).succeedsWithin(Duration.ofSeconds(10));
            assertThat(database.database().organizations().all()).hasSize(1);
        }
    }

    /** The server of a program that made an organization and was killed. */
    private ProcessHandle orphan() throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process program = new ProcessBuilder(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"),
                Orphaning.class.getName(), folder.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(program.waitFor()).isEqualTo(9);
        return ProcessHandle
                .of(Long.parseLong(Files.readAllLines(folder.resolve("postgres/cluster/postmaster.pid")).getFirst()))
                .orElseThrow();
    }

    /** A program that dies with its database running. */
    static final class Orphaning {
        private Orphaning() {}

        static void main(String[] arguments) {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
            database.database().organizations().create("Left behind", "test");
            Runtime.getRuntime().halt(9);
        }
    }

    @Test
    void leavesAloneAProcessThatTookTheNumberOfADeadServer() throws IOException {
        usePrepared();
        ProcessHandle other = process(SharedDatabase.get());
        for (ProcessHandle process : List.of(ProcessHandle.current(), other)) {
            Files.writeString(folder.resolve("postgres/cluster/postmaster.pid"),
                    process.pid() + "\n" + folder.resolve("postgres/cluster")
                            + "\n1700000000\n1\n\n127.0.0.1\n\nready\n");
            EmbeddedDatabase.start(folder).close();
        }
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void anInterruptedCreationIsDoneAgain() throws IOException {
        Files.createDirectories(folder.resolve("postgres/cluster.unfinished-1/base"));
        Files.writeString(folder.resolve("postgres/cluster.unfinished-1/PG_VERSION"), "18\n");
        EmbeddedDatabase.start(folder).close();
        assertThat(folder.resolve("postgres/cluster.unfinished-1")).doesNotExist();
    }

    @Test
    void everySecretIsItsOwnersAlone() throws IOException {
        usePrepared();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets"))))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder.resolve("secrets"))) {
            assertThat(files.toList()).hasSize(4).allSatisfy(
                    file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void nobodyIsTrustedWithoutAPassword() throws Exception {
        usePrepared();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(Files.readString(folder.resolve("postgres/cluster/pg_hba.conf"))).doesNotContain("trust")
                    .contains("scram-sha-256");
            String url = "jdbc:postgresql://127.0.0.1:" + database.port() + "/agenthub";
            for (String role : List.of("hub_admin", "hub_owner", "hub_app", "hub_guard", "postgres")) {
                assertThatThrownBy(() -> DriverManager.getConnection(url, role, "")).as(role)
                        .isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> DriverManager.getConnection(url, role, role)).as(role)
                        .isInstanceOf(SQLException.class);
            }
            try (Connection superuser = database.superuserConnection();
                    Statement statement = superuser.createStatement()) {
                assertThat(one(statement,
                        "select string_agg(distinct substring(rolpassword for 14), ',') from pg_authid where rolcanlogin"))
                        .isEqualTo("SCRAM-SHA-256$");
                assertThat(one(statement, "show listen_addresses")).isEqualTo("127.0.0.1");
                assertThat(one(statement, "show unix_socket_directories")).isEmpty();
                assertThat(one(statement, "show data_checksums")).isEqualTo("on");
                assertThat(one(statement, "show fsync")).isEqualTo("on");
                assertThat(one(statement,
                        "select pg_encoding_to_char(encoding) from pg_database where datname = 'agenthub'"))
                        .isEqualTo("UTF8");
            }
        }
    }

    @Test
    void aFileWhereTheFolderShouldBeIsSaidSo() throws IOException {
        Path file = Files.createFile(folder.resolve("data"));
        assertRefused("DATA_FOLDER_UNUSABLE", file.toString(), () -> EmbeddedDatabase.start(file));
        assertRefused("DATA_FOLDER_UNUSABLE", file.toString(), () -> EmbeddedDatabase.start(file.resolve("below")));
        Path inside = folder.resolve("inside");
        Files.createDirectories(inside);
        Files.createFile(inside.resolve("postgres"));
        assertRefused("DATA_FOLDER_UNUSABLE", "postgres", () -> EmbeddedDatabase.start(inside));
    }

    @Test
    void aClusterOfAnotherVersionIsLeftAlone() throws IOException {
        usePrepared();
        Files.writeString(folder.resolve("postgres/cluster/PG_VERSION"), "17\n");
        assertRefused("DATABASE_VERSION_MISMATCH", "PostgreSQL 17", () -> EmbeddedDatabase.start(folder));
    }

    @Test
    void aDamagedClusterIsReportedAndLeftAsItIs() throws IOException {
        usePrepared();
        Path control = folder.resolve("postgres/cluster/global/pg_control");
        try (RandomAccessFile file = new RandomAccessFile(control.toFile(), "rw")) {
            file.write(new byte[100]);
        }
        assertRefused("DATABASE_CORRUPT", "", () -> EmbeddedDatabase.start(folder));
        Files.delete(control);
        assertRefused("DATABASE_CORRUPT", "", () -> EmbeddedDatabase.start(folder));
        Files.delete(folder.resolve("postgres/cluster/PG_VERSION"));
        assertRefused("DATABASE_CORRUPT", "PG_VERSION", () -> EmbeddedDatabase.start(folder));
    }

    @Test
    void aLostOrDamagedSecretIsNotReplaced() throws IOException {
        usePrepared();
        Path secret = folder.resolve("secrets/database-admin");
        Files.writeString(secret, "short\n");
        assertRefused("SECRETS_UNUSABLE", "database-admin", () -> EmbeddedDatabase.start(folder));
        Files.delete(secret);
        assertRefused("SECRETS_UNUSABLE", "database-admin", () -> EmbeddedDatabase.start(folder));
        assertThat(secret).doesNotExist();
    }

    @Test
    void aFailedStartLeavesNoServerBehind() throws Exception {
        usePrepared();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                Connection superuser = database.superuserConnection();
                Statement statement = superuser.createStatement()) {
            statement.execute("alter role hub_app bypassrls");
        }
        assertRefused("DATABASE_UNSAFE", "hub_app", () -> EmbeddedDatabase.start(folder));
        assertThat(folder.resolve("postgres/cluster/postmaster.pid")).doesNotExist();
    }

    /** What a role may do to itself, an injected statement may: the next start takes it back. */
    @Test
    void aRoleThatWasSpoiledBySqlOfItsOwnIsMended() throws Exception {
        usePrepared();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                Connection app = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + database.port() + "/agenthub",
                        "hub_app", Files.readString(folder.resolve("secrets/database-app")).strip());
                Statement statement = app.createStatement()) {
            statement.execute("alter role hub_app set default_transaction_read_only = on");
            statement.execute("alter role hub_app in database agenthub set statement_timeout = '1ms'");
            statement.execute("alter role hub_app set search_path = audit");
            statement.execute("alter role hub_app password 'mine'");
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThat(database.database().organizations().create("Unspoiled", "test")).isNotNull();
            String path = database.database().transactions().call(OrgContext.system(UUID.randomUUID()),
                    handle -> handle.createQuery("show search_path").mapTo(String.class).one());
            assertThat(path).isEqualTo("pg_catalog, hub");
        }
    }

    @Test
    void twoFoldersRunSideBySide() throws IOException {
        usePreparedBelow(folder.resolve("one"));
        usePreparedBelow(folder.resolve("two"));
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedDatabase one = EmbeddedDatabase.start(folder.resolve("one"));
                EmbeddedDatabase two = EmbeddedDatabase.start(folder.resolve("two"))) {
            assertThat(List.of(one.port(), two.port(), busy.getLocalPort())).doesNotHaveDuplicates();
        }
    }

    @Test
    void aFolderWithSpacesQuotesAndUmlautsWorks() throws IOException {
        Path odd = folder.resolve("Jürgens \"Daten\" 'n' $HOME");
        usePreparedBelow(odd);
        EmbeddedDatabase.start(odd).close();
    }

    private static void assertRefused(String code, String mentions, ThrowingCallable start) {
        assertThatThrownBy(start)
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining(mentions);
    }

    private static ProcessHandle process(EmbeddedDatabase database) {
        return ProcessHandle.of(database.pid()).orElseThrow();
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Objects.requireNonNullElse(row.getString(1), "");
        }
    }
}
