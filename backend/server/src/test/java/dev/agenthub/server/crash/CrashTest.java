package dev.agenthub.server.crash;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.PreparedFolder;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that acknowledged calls have their effect exactly once, whenever the application or its machine crashes. */
class CrashTest {
    private static final int DEATHS = Thorough.ON ? 6 : 2;
    private static final long SEED = 20_261_123;

    @TempDir
    Path temporary;

    private final Random random = new Random(SEED);
    private final Map<UUID, RequestStatus> submitted = new LinkedHashMap<>();
    private final Map<UUID, Integer> approvals = new LinkedHashMap<>();

    @Test
    void losesNothingAndRunsNothingTwiceWheneverItIsKilled() throws Exception {
        Path folder = temporary.resolve("data");
        Path log = temporary.resolve("backend.log");
        PreparedFolder.copyTo(folder);
        int port = freePort();
        BackendProcess first = BackendProcess.start(folder, port, log);
        TestMember ada = TestMember.enrol(first.uri(), first.ownerInvitation(), "Ada Lind", Clock.systemUTC());
        TestMember ben = TestMember.enrol(first.uri(), invitation(ada), "Ben Osei", Clock.systemUTC());
        first.stop();

        for (int death = 0; death < DEATHS; death++) {
            BackendProcess backend = BackendProcess.start(folder, port, log);
            workUntilItDies(backend, ada, ben, death % 2 == 1);
        }

        BackendProcess survivor = BackendProcess.start(folder, port, log);
        try {
            TestClient agent = new TestClient(survivor.uri(), survivor.agentKey());
            await().atMost(Duration.ofSeconds(30)).until(() -> submitted.keySet().stream()
                    .map(request -> status(agent, request).state())
                    .noneMatch(state -> state == RequestState.APPROVED || state == RequestState.EXECUTING));
            keepsWhatItAcknowledged(agent, ada);
            ranNothingTwice(agent, folder);
            verifies(ada);
        } finally {
            survivor.stop();
        }
    }

    /** Submits and approves without a pause, and writes down what was acknowledged; a moment after so many steps, it dies. */
    private void workUntilItDies(BackendProcess backend, TestMember ada, TestMember ben, boolean powerCut) {
        TestClient agent = new TestClient(backend.uri(), backend.agentKey());
        Executor soon = CompletableFuture.delayedExecutor(random.nextInt(20_000), TimeUnit.MICROSECONDS);
        int stepsToLive = 4 + random.nextInt(20);
        CompletableFuture<Void> death = new CompletableFuture<>();
        boolean due = false;
        try {
            for (int step = 0; true; step++) {
                if (step == stepsToLive) {
                    due = true;
                    death = CompletableFuture.runAsync(() -> kill(backend, powerCut), soon);
                }
                SubmitRequest action = action();
                RequestStatus status = agent.post("/v1/requests", action).as(RequestStatus.class);
                submitted.put(status.request(), status);
                if (!action.tool().equals("messages.send")) {
                    approve(ada, status.request());
                }
                if (action.tool().equals("refunds.create")) {
                    approve(ben, status.request());
                }
            }
        } catch (UncheckedIOException | AssertionError e) {
            // It died in the middle of an answer, or its database did before it: nothing was acknowledged.
            if (!due) {
                throw e;
            }
            death.join();
        }
    }

    private static void kill(BackendProcess backend, boolean powerCut) {
        try {
            if (powerCut) {
                backend.killWithItsDatabase();
            } else {
                backend.kill();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void approve(TestMember member, UUID request) {
        member.approve(request).as(RequestDetail.class);
        approvals.merge(request, 1, Integer::sum);
    }

    private SubmitRequest action() {
        String key = "crash-" + submitted.size() + "-" + random.nextLong();
        return switch (random.nextInt(3)) {
            case 0 -> new SubmitRequest("messages.send",
                    Map.of("to", "mara@example.com", "subject", "Parcel", "text", "Tomorrow."), key, null);
            case 1 -> new SubmitRequest("tickets.create", Map.of("customer", "cus_1", "priority", "low",
                    "subject", "Zip", "description", "Torn."), key, null);
            default -> new SubmitRequest("refunds.create", Map.of("amount", "1.00", "currency", "EUR",
                    "customer", "cus_1", "order", "NW-1"), key, null);
        };
    }

    private void keepsWhatItAcknowledged(TestClient agent, TestMember ada) {
        assertThat(submitted).hasSizeGreaterThan(DEATHS);
        submitted.forEach((request, status) -> assertThat(status(agent, request).payloadHash())
                .isEqualTo(status.payloadHash()));
        approvals.forEach(
                (request, count) -> assertThat(ada.detail(request).votes()).hasSizeGreaterThanOrEqualTo(count));
    }

    private void ranNothingTwice(TestClient agent, Path folder) throws IOException {
        Map<String, Long> calls = Files.readAllLines(folder.resolve("sandbox/calls.jsonl"), UTF_8).stream()
                .map(line -> ((JsonObject) JsonValue.parse(line.getBytes(UTF_8))).string("key"))
                .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
        assertThat(calls.values()).allMatch(times -> times == 1);
        submitted.keySet().forEach(request -> {
            long times = calls.getOrDefault(request.toString(), 0L);
            switch (status(agent, request).state()) {
                case EXECUTED -> assertThat(times).isEqualTo(1);
                case UNKNOWN -> assertThat(times).isBetween(0L, 1L);
                case PENDING -> assertThat(times).isZero();
                default -> assertThat(status(agent, request).state()).isEqualTo(RequestState.EXECUTED);
            }
        });
    }

    private void verifies(TestMember auditor) throws IOException {
        AuditLogInfo info = auditor.client().get("/v1/audit").as(AuditLogInfo.class);
        Path export = temporary.resolve("log.ahexport");
        try (Response answer = auditor.client().stream("/v1/audit/exports", ExportRequest.whole(true))) {
            Files.copy(answer.body().byteStream(), export);
        }
        Report report = Verifier.verify(export, VerifyOptions.of(VerifierKey.parse(info.verifierKey()), null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    }

    private static String invitation(TestMember owner) {
        return owner.client().post("/v1/members/invitations",
                new InviteRequest("Ben Osei", List.of(Role.APPROVER), List.of("approvers"))).as(Invitation.class)
                .code();
    }

    private static RequestStatus status(TestClient agent, UUID request) {
        return agent.get("/v1/requests/" + request + "/status").as(RequestStatus.class);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
