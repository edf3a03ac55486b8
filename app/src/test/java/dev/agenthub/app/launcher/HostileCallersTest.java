package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.db.Thorough;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Malformed and hostile calls to a served backend in its own process, and its log files afterwards. */
class HostileCallersTest {
    private static final String MARKER = "what was logged before the attack";
    /** More than the lines that may be added to the log. */
    private static final int TIMES = Thorough.ON ? 40 : 12;
    private static final int MANY = Thorough.ON ? 1_000 : 160;
    private static final int CALLERS = 4;
    private static final int ENROLMENTS = 3;
    private static final int HEAD_SECONDS = 5;
    private static final int SLOW = 20;
    private static final int PAUSE_MILLIS = 200;

    @TempDir
    static Path folder;

    private static ServeProcess served;

    @BeforeAll
    static void serve() throws Exception {
        Files.writeString(Files.createDirectories(logs()).resolve("desktop-0.log"), MARKER + "\n");
        served = new ServeProcess(folder, "--limit", "sign-ins=1000000", "--limit", "enrolments=" + ENROLMENTS,
                "--limit",
                "head-seconds=" + HEAD_SECONDS);
    }

    @AfterAll
    static void stop() throws IOException {
        served.close();
    }

    private static Path logs() {
        return folder.resolve("own/logs");
    }

    private static List<String> logged() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs())) {
            for (Path file : files.filter(file -> file.toString().endsWith(".log")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n
            400 | POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\n{\\r\\nzz\\r\\n
            400 | GET /v1/health HTTP/1.1\\r\\nHost: a%b:c\\r\\n\\r\\n
            400 | GET /v1/health HTTP/1.1\\r\\nHost: a, b\\r\\n\\r\\n
            421 | GET /v1/health HTTP/1.1\\r\\nHost: evil.example\\r\\nConnection: close\\r\\n\\r\\n
            400 | GET /v1/%zz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n
            400 | POST /v1/enrolments HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\nContent-Length: 3\\r\\n\\r\\n{}
            400 | POST /v1/sessions HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: application/json\\r\\nContent-Length: 2\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n{}
            431 | GET /v1/health HTTP/1.1\\r\\nHost: localhost\\r\\nA: LONG\\r\\n\\r\\n
            400 | \\0\\1\\r\\n\\r\\n
            """)
    void keepsInTheLogWhatStoodThereHoweverManyBadRequestsCome(int status, String request) throws Exception {
        String bytes = request.translateEscapes().replace("LONG", "a".repeat(10_000));
        int before = logged().size();
        send(TIMES, status, bytes);
        assertThat(logged()).contains(MARKER).noneMatch(line -> line.startsWith("\tat ")).hasSizeLessThan(before + 5);
        assertThat(served.works()).isTrue();
    }

    @Test
    void keepsInTheLogWhatStoodThereAfterManyBadChunks() throws Exception {
        int before = logged().size();
        send(MANY, 400,
                "POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        assertThat(logged()).contains(MARKER).noneMatch(line -> line.startsWith("\tat ")).hasSizeLessThan(before + 5);
    }

    @Test
    void takesItsLimitsFromTheCommandLine() throws Exception {
        String enrolment = "POST /v1/enrolments HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
        for (int i = 0; i < ENROLMENTS; i++) {
            assertThat(served.answerTo(enrolment)).startsWith("HTTP/1.1 400 ");
        }
        assertThat(served.answerTo(enrolment)).startsWith("HTTP/1.1 429 ").contains("\"code\":\"TOO_MANY_REQUESTS\"");
    }

    /** A caller that sends a byte now and then: in the middle of a head, before any, after a request or in the handshake. */
    private record Slow(boolean secured, String first, String drop) {
        static final List<Slow> KINDS = List.of(
                new Slow(true, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nA: ", "a"),
                new Slow(true, "G", "G"), new Slow(true, "GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n ", "\n"),
                new Slow(false, "\26\3\1\2\0\1", "\0"));

        Socket open() throws IOException {
            Socket socket = secured
                    ? served.connect()
                    : new Socket(served.uri().getHost(), served.uri().getPort());
            socket.getOutputStream().write(bytes(first));
            return socket;
        }

        boolean isOpen(Socket socket) {
            try {
                socket.getOutputStream().write(bytes(drop));
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private static byte[] bytes(String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void hangsUpOnHeadsThatDripAndServesOthersMeanwhile() throws Exception {
        Map<Socket, Slow> slow = new HashMap<>();
        try {
            for (Slow kind : Slow.KINDS) {
                for (int i = 0; i < SLOW; i++) {
                    slow.put(kind.open(), kind);
                }
            }
            TestTimeout.await("the end of every slow connection").pollInterval(Duration.ofMillis(PAUSE_MILLIS))
                    .atMost(Duration.ofSeconds(5 * HEAD_SECONDS))
                    .until(() -> {
                        assertThat(served.works()).isTrue();
                        // Each gets its byte: the one after the end of a connection is still taken, and the next one is not.
                        return slow.entrySet().stream().filter(one -> one.getValue().isOpen(one.getKey())).count() == 0;
                    });
        } finally {
            for (Socket socket : slow.keySet()) {
                socket.close();
            }
        }
    }

    private static void send(int times, int status, String bytes) throws Exception {
        atOnce(() -> {
            for (int i = 0; i < times / CALLERS; i++) {
                assertThat(served.answerTo(bytes)).startsWith("HTTP/1.1 " + status + " ");
            }
            return true;
        });
    }

    private static void atOnce(Callable<Boolean> call) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(call);
            }
            for (Future<Boolean> each : callers.invokeAll(calls)) {
                each.get();
            }
        }
    }
}
