package dev.agenthub.db.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.PreparedFolder;
import dev.agenthub.db.failure.TransientFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server's process is killed, or stopped, while the program that started it goes on. */
@Timeout(180)
class PostgresWatchdogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private Path folder = Path.of("");

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    @Test
    void losesNoCommitThatWasAcknowledged() throws Exception {
        EmbeddedDatabase database = start();
        int port = database.port();
        Queue<UUID> acknowledged = new ConcurrentLinkedQueue<>();
        AtomicBoolean enough = new AtomicBoolean();
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writing = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                writing.add(writers.submit(() -> write(database, acknowledged, enough)));
            }
            for (int round = 0; round < 2; round++) {
                awaitMore(acknowledged);
                kill(database);
                awaitMore(acknowledged);
            }
            enough.set(true);
            for (Future<?> one : writing) {
                one.get();
            }
        }
        assertThat(database.port()).isEqualTo(port);
        assertThat(database.database().organizations().all()).containsAll(acknowledged);
        assertThat(database.failure()).isEmpty();
    }

    private static void awaitMore(Queue<UUID> acknowledged) {
        int before = acknowledged.size();
        await().atMost(PATIENCE).until(() -> acknowledged.size() >= before + 20);
    }

    private static void write(EmbeddedDatabase database, Queue<UUID> acknowledged, AtomicBoolean enough) {
        while (!enough.get()) {
            try {
                acknowledged.add(database.database().organizations().create("Written", "test"));
            } catch (RuntimeException e) {
                if (!TransientFailure.is(e)) {
                    throw e;
                }
            }
        }
    }

    /** A session that computes does not look whether its server's main process still lives. */
    @Test
    void endsWhatComputesOnBehindTheKilledProcess() throws Exception {
        EmbeddedDatabase database = start();
        try (Connection connection = database.superuserConnection();
                Statement statement = connection.createStatement();
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            long session = sessionOf(statement);
            Future<Boolean> computing = thread.submit(() -> statement
                    .execute("do $$ declare n bigint := 0; begin loop n := n + 1; end loop; end $$"));
            try (Connection other = database.superuserConnection(); Statement look = other.createStatement()) {
                await().until(() -> look.executeQuery("select from pg_stat_activity where state = 'active' and pid = "
                        + session).next());
            }
            ProcessHandle remnant = ProcessHandle.of(session).orElseThrow();
            ProcessHandle killed = kill(database);
            awaitRestart(database, killed);
            assertThat(runs(remnant)).isFalse();
            assertThat(computing).failsWithin(Duration.ofSeconds(10));
        }
        assertThat(database.database().organizations().create("Afterwards", "test")).isNotNull();
    }

    /** The pool does not ask a session that was used a moment ago whether it still lives. */
    @Test
    void handsOutNoSessionOfTheEndedServer() throws Exception {
        EmbeddedDatabase database = start();
        createAtOnce(database, 6);
        awaitRestart(database, kill(database));
        createAtOnce(database, 6);
    }

    private static void createAtOnce(EmbeddedDatabase database, int callers) throws Exception {
        CyclicBarrier together = new CyclicBarrier(callers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<UUID> create = () -> {
                together.await();
                return database.database().organizations().create("At once", "test");
            };
            for (Future<UUID> one : threads.invokeAll(Collections.nCopies(callers, create))) {
                assertThat(one.get()).isNotNull();
            }
        }
    }

    @Test
    void givesUpInWordsAfterThreeTimes() throws Exception {
        EmbeddedDatabase database = start();
        for (int time = 0; time < PostgresWatchdog.RESTARTS; time++) {
            awaitRestart(database, kill(database));
        }
        ProcessHandle last = kill(database);
        await().atMost(PATIENCE).until(() -> database.failure().isPresent());
        assertThat(database.failure().orElseThrow().code()).isEqualTo("DATABASE_KEEPS_ENDING");
        assertThat(database.failure().orElseThrow()).hasMessageContaining("more than 3 times in 10 minutes")
                .hasMessageContaining("postgres.log");
        assertThat(runs(last)).isFalse();
        assertThat(database.pid()).isEqualTo(last.pid());
    }

    @Test
    void leavesAStoppedServerStopped() throws Exception {
        EmbeddedDatabase closed = start();
        ProcessHandle ours = ProcessHandle.of(closed.pid()).orElseThrow();
        closed.close();
        assertThat(runs(ours)).isFalse();
        assertThat(pidFile()).doesNotExist();
        assertThat(closed.failure()).isEmpty();

        EmbeddedDatabase stopped = start();
        // A fast stop, as an administrator or a system that goes down asks for it.
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(stopped.pid())).start().waitFor()).isZero();
        await().atMost(PATIENCE).until(() -> stopped.failure().isPresent());
        assertThat(stopped.failure().orElseThrow().code()).isEqualTo("DATABASE_STOPPED");
        assertThat(pidFile()).doesNotExist();
    }

    @Test
    void closesWhileItIsStartedAgain() throws Exception {
        EmbeddedDatabase database = start();
        kill(database);
        database.close();
        assertThat(Postmaster.of(folder.resolve("postgres/cluster"))).isEmpty();
        assertThat(ProcessHandle.of(database.pid()).filter(PostgresWatchdogTest::runs)).isEmpty();
    }

    private EmbeddedDatabase start() {
        if (!Files.exists(folder.resolve("postgres"))) {
            PreparedFolder.copyTo(folder);
        }
        EmbeddedDatabase database = EmbeddedDatabase.start(folder);
        opened.add(database);
        return database;
    }

    private Path pidFile() {
        return folder.resolve("postgres/cluster/postmaster.pid");
    }

    /** One that has ended may wait for its parent to hear of it, and still counts as alive. */
    private static boolean runs(ProcessHandle process) {
        return new Postmaster(process).isRunning();
    }

    private static ProcessHandle kill(EmbeddedDatabase database) {
        ProcessHandle process = ProcessHandle.of(database.pid()).orElseThrow();
        assertThat(process.destroyForcibly()).isTrue();
        return process;
    }

    private static void awaitRestart(EmbeddedDatabase database, ProcessHandle killed) {
        // It runs a moment before whoever probes it has found that it does.
        await().atMost(PATIENCE)
                .until(() -> database.pid() != killed.pid() && database.database().reachability().answers());
    }

    private static long sessionOf(Statement statement) throws SQLException {
        try (var row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }
}
