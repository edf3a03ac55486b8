package dev.agenthub.server.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Report;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import dev.agenthub.server.Ids;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A backend that is killed while its agent works, twice: nothing is done twice, nothing that was taken in is lost, and the log still verifies. */
class KillTest {
    private static final int CLIENTS = 4;
    private static final int TAKEN_IN = 12;

    private final Queue<UUID> accepted = new ConcurrentLinkedQueue<>();

    @Test
    void doesNothingTwiceAndLosesNothingWhenItIsKilled(@TempDir Path folder) throws Exception {
        KilledProcess first = KilledProcess.start(folder);
        TestMember owner = TestMember.enrol(first.uri(), Objects.requireNonNull(first.invitation()), "Ada Moreau");
        submitUntilKilled(first, folder);
        submitUntilKilled(KilledProcess.start(folder), folder);

        try (Backend backend = Backend.startEmbedded(new BackendConfig(folder, 0, true))) {
            TestClient agent = agent(backend.uri(), folder);
            Map<UUID, RequestState> ends = new HashMap<>();
            for (UUID request : accepted) {
                RequestStatus end = await().atMost(Duration.ofSeconds(30)).until(
                        () -> agent.get("/v1/requests/" + request + "/status").as(RequestStatus.class),
                        status -> !status.state().open());
                ends.put(request, end.state());
            }
            Map<String, Long> calls = calls(folder);
            assertThat(ends.values()).containsOnly(RequestState.EXECUTED, RequestState.UNKNOWN);
            assertThat(calls.values()).as("calls for each request").containsOnly(1L);
            ends.forEach((request, state) -> {
                if (state == RequestState.EXECUTED) {
                    assertThat(calls).containsKey(request.toString());
                }
            });
            Report report = export(owner.signedInAt(backend.uri()), folder);
            assertThat(report.isVerified()).as(report.toText()).isTrue();
        }
    }

    /** Kills the backend in the middle of what several clients ask of it. */
    private void submitUntilKilled(KilledProcess process, Path folder) throws Exception {
        TestClient agent = agent(process.uri(), folder);
        CountDownLatch enough = new CountDownLatch(TAKEN_IN);
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> submitUntilItIsGone(agent, enough))).toList();
        enough.await();
        process.kill();
        for (Thread client : clients) {
            client.join();
        }
    }

    private void submitUntilItIsGone(TestClient agent, CountDownLatch enough) {
        try {
            while (true) {
                SubmitRequest message = new SubmitRequest("messages.send",
                        Map.of("to", "mara@example.com", "subject", "Hello", "text", "Your parcel is found."),
                        Ids.next().toString(), null);
                accepted.add(agent.post("/v1/requests", message).as(RequestStatus.class).request());
                enough.countDown();
            }
        } catch (UncheckedIOException e) {
            assertThat(enough.getCount()).as("the backend was killed, and did not just fail").isZero();
        }
    }

    private static TestClient agent(URI backend, Path folder) throws IOException {
        return new TestClient(backend, Files.readString(folder.resolve("secrets/sample-agent.key")));
    }

    /** How often the sandbox was called with each idempotency key, whether or not it did anything. */
    private static Map<String, Long> calls(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("sandbox/calls.jsonl")).stream()
                .map(line -> (JsonObject) JsonValue.parse(line.getBytes(StandardCharsets.UTF_8)))
                .collect(Collectors.groupingBy(call -> call.string("key"), Collectors.counting()));
    }

    private static Report export(TestClient auditor, Path folder) throws IOException {
        JsonNode info = new JsonMapper().readTree(auditor.get("/v1/audit").body());
        Path file = folder.resolve("log.ahexport");
        var request = auditor.request("/v1/audit/exports")
                .post(RequestBody.create("{\"payloads\":true}", MediaType.get("application/json"))).build();
        try (Response response = auditor.http().newCall(request).execute()) {
            assertThat(response.header("Content-Type")).startsWith(ExportRequest.MEDIA_TYPE);
            Files.write(file, response.body().bytes());
        }
        return Verifier.verify(file,
                VerifyOptions.of(VerifierKey.parse(info.get("verifierKey").asString()), null));
    }
}
