package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Thorough;
import dev.agenthub.server.SharedProcess;
import dev.agenthub.server.TestMember;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that an owner can go on working while many connections send bodies of 16 MiB, to a backend with less memory than that. */
@Thorough.Only
class FloodTest {

    private static final int CONNECTIONS = 150;
    private static final int CALLS = 30;
    /** Of most calls. */
    private static final Duration QUICK = Duration.ofSeconds(1);
    /** Of each call, also where other programs keep the machine busy; a flood that blocks a call does so for longer. */
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LARGE = 16_000_000;

    /** Statuses; empty for whoever was hung up on. */
    private final Set<String> answers = ConcurrentHashMap.newKeySet();

    @Test
    void letsAnOwnerWorkWhileStrangersSendLargeBodies(@TempDir Path temporary) throws Exception {
        List<Duration> taken = flood(temporary, _ -> "");
        assertQuick(taken);
        assertThat(answers).isSubsetOf("401", "");
    }

    @Test
    void letsAnOwnerWorkWhileAnAgentSendsLargeBodies(@TempDir Path temporary) throws Exception {
        List<Duration> taken = flood(temporary, org -> "Authorization: Bearer " + org.agentKey().text() + "\r\n");
        assertQuick(taken);
        assertThat(answers).contains("503").isSubsetOf("503", "400", "");
    }

    private static void assertQuick(List<Duration> taken) {
        assertThat(taken.stream().sorted().skip(taken.size() / 2).findFirst()).as(taken.toString())
                .hasValueSatisfying(middle -> assertThat(middle).isLessThan(QUICK));
        assertThat(Collections.max(taken)).as(taken.toString()).isLessThan(LONGEST);
    }

    /** How long the owner's calls took. */
    private List<Duration> flood(Path temporary, Function<SharedSample.Organization, String> credential)
            throws Exception {
        List<Duration> taken = new ArrayList<>();
        try (SharedSample sample = new SharedSample(temporary)) {
            SharedSample.Organization org = sample.organization("Flooded");
            try (SharedProcess process = sample.process("256m");
                    ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
                TestMember owner = TestMember.enrol(process.uri(), org.ownerCode(), "Ada");
                for (int i = 0; i < CALLS; i++) {
                    // Who works already when the flood comes has a server that is warm.
                    assertThat(work(owner)).isPositive();
                }
                List<Future<?>> sent = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    sent.add(senders.submit(() -> send(process.uri(), credential.apply(org))));
                }
                while (taken.size() < CALLS || !sent.stream().allMatch(Future::isDone)) {
                    taken.add(work(owner));
                }
            }
            assertThat(Files.readString(sample.log())).doesNotContain("OutOfMemoryError", "\tat ");
        }
        return taken;
    }

    private static Duration work(TestMember owner) {
        long start = System.nanoTime();
        assertThat(owner.client().get("/v1/requests").status()).isEqualTo(200);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void send(URI uri, String credential) {
        byte[] head = ("POST /v1/requests HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + credential + "Content-Length: " + LARGE
                + "\r\n\r\n{\"tool\":\"").getBytes(StandardCharsets.US_ASCII);
        byte[] part = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(120_000);
            OutputStream out = socket.getOutputStream();
            out.write(head);
            for (int sent = 0; sent < LARGE && socket.getInputStream().available() == 0; sent += part.length) {
                out.write(part);
            }
            answers.add(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)
                    .replace("HTTP/1.1 ", ""));
        } catch (IOException e) {
            answers.add("");
        }
    }
}
