package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.PreparedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests what listeners are told when the database stops answering. */
@Timeout(120)
class DatabaseLossTest {
    /** Listeners are told within three seconds on an idle machine. */
    private static final Duration TOLD = Duration.ofSeconds(3);
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private Backend backend;
    private TestMember member;

    @BeforeEach
    void start() {
        PreparedFolder.copyTo(folder);
        backend = Backend.startEmbedded(new BackendConfig(folder, 0, false));
        member = TestMember.enrol(backend.uri(), Objects.requireNonNull(backend.ownerInvitation()), "Ada");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void saysSoWhileItIsFrozenAndIsBackWithIt() throws Exception {
        Heard heard = listen();
        List<ProcessHandle> processes = database();
        signal("-STOP", processes);
        try {
            requireTold(heard);
        } finally {
            signal("-CONT", processes);
        }
        requireBack();
    }

    @Test
    void answersAgainAfterItsProcessWasKilled() throws Exception {
        listen();
        ProcessHandle killed = database().getFirst();
        assertThat(killed.destroyForcibly()).isTrue();
        await().atMost(PATIENCE).until(() -> Files.exists(pidFile()) && database().getFirst().pid() != killed.pid());
        requireBack();
    }

    @Test
    void saysSoOnceItWasStopped() throws Exception {
        Heard heard = listen();
        signal("-INT", database().subList(0, 1));
        requireEnded(heard);
        // The database counts as lost for good only once it is certain that it will not be restarted.
        await().atMost(TOLD).until(() -> member.client().get("/v1/events").code().equals("DATABASE_STOPPED"));
        assertThat(member.client().get("/v1/requests").code()).isEqualTo("DATABASE_STOPPED");
    }

    private static void requireEnded(Heard heard) throws InterruptedException {
        long since = System.nanoTime();
        assertThat(heard.ended.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(TOLD);
    }

    private void requireTold(Heard heard) throws InterruptedException {
        requireEnded(heard);
        long asked = System.nanoTime();
        assertThat(member.client().get("/v1/requests").code()).isEqualTo("UNAVAILABLE");
        assertThat(member.client().get("/v1/events").code()).isEqualTo("UNAVAILABLE");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(AT_ONCE);
    }

    private void requireBack() {
        await().atMost(PATIENCE).until(() -> member.client().get("/v1/requests").status() == 200);
        listen();
    }

    private Heard listen() {
        Heard heard = new Heard();
        EventSources.createFactory(member.client().http())
                .newEventSource(member.client().request("/v1/events").build(), heard);
        await().atMost(PATIENCE).until(() -> heard.open);
        return heard;
    }

    private static final class Heard extends EventSourceListener {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean open;

        @Override
        public void onOpen(EventSource opened, Response response) {
            open = true;
        }

        @Override
        public void onClosed(EventSource closed) {
            ended.countDown();
        }
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("kill", name),
                processes.stream().map(process -> Long.toString(process.pid()))).toList();
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    /** The main process, then its children. */
    private List<ProcessHandle> database() throws IOException {
        ProcessHandle main = ProcessHandle.of(Long.parseLong(Files.readAllLines(pidFile()).getFirst())).orElseThrow();
        return Stream.concat(Stream.of(main), main.descendants()).toList();
    }

    private Path pidFile() {
        return folder.resolve("postgres/cluster/postmaster.pid");
    }
}
