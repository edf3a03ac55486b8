package dev.agenthub.server.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.EarlierLog;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.RestoreRequest;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.PreparedFolder;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.common.Ids;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests a data folder whose database was restored from a backup, as its operator and an auditor see it. */
class DeclareRestoreTest {
    private static final String REASON = "The disk of the server failed; this is the backup of last night.";

    @TempDir
    private Path temporary = Path.of("");
    private int port;

    @Test
    void goesOnAsANewIncarnationAndBringsNothingBackToLife() throws Exception {
        Path database = temporary.resolve("data/postgres");
        Path backup = temporary.resolve("backup");
        TestMember ada;
        TestMember ben;
        String invitation;
        UUID ticket;
        PreparedFolder.copyTo(temporary.resolve("data"));
        try (Backend backend = start()) {
            ada = TestMember.enrol(backend.uri(), Objects.requireNonNull(backend.ownerInvitation()), "Ada Lind",
                    Clock.systemUTC());
            ben = TestMember.enrol(backend.uri(), invite(ada), "Ben Osei", Clock.systemUTC());
            invitation = ada.client().post("/v1/me/devices/invitations", Map.of()).as(Invitation.class).code();
            ticket = submit(backend, "before");
            export(ada, ExportRequest.whole(true), "before");
        }
        copy(database, backup);
        Pin pin;
        try (Backend backend = start()) {
            ada.approve(ticket);
            awaitState(backend, ticket, RequestState.EXECUTED);
            export(ada, ExportRequest.whole(true), "later");
            AuditLogInfo info = info(ada);
            pin = new Pin(Objects.requireNonNull(info.lastCheckpoint()), VerifierKey.parse(info.verifierKey()));
        }
        delete(database);
        copy(backup, database);

        try (Backend backend = start()) {
            long calls = calls();
            refusesTheOldLog(ada, ben, ticket);
            AuditLogInfo restored = ada.client().post("/v1/audit/restores", new RestoreRequest(REASON))
                    .as(AuditLogInfo.class);

            assertThat(restored.refused()).isNull();
            assertThat(restored.origin()).endsWith("/2");
            assertThat(restored.earlier()).extracting(EarlierLog::incarnation).containsExactly(1);
            assertThat(ada.client().post("/v1/audit/restores", new RestoreRequest(REASON)).code())
                    .isEqualTo("RESTORE_NOT_NEEDED");
            assertThat(status(backend, ticket).state()).isEqualTo(RequestState.CANCELLED);
            assertThat(ben.client().get("/v1/me").code()).isEqualTo("UNAUTHENTICATED");
            assertThat(
                    new TestClient(backend.uri(), null).post("/v1/enrolments",
                            EnrolRequest.of(invitation, "Eve", SignatureAlgorithm.ED25519,
                                    Ed25519Keys.publicKey(Ids.randomBytes(32))))
                            .code())
                    .isEqualTo("INVITATION_INVALID");
            assertThat(calls()).as("nothing ran twice").isEqualTo(calls);

            UUID again = submit(backend, "again");
            ada.approve(again);
            awaitState(backend, again, RequestState.EXECUTED);
            verifies(ada, pin, restored);
        }
        try (Backend backend = start()) {
            assertThat(info(ada).refused()).isNull();
            assertThat(backend.organization()).isNotNull();
        }
    }

    private void refusesTheOldLog(TestMember ada, TestMember ben, UUID ticket) throws IOException {
        var refused = Objects.requireNonNull(info(ada).refused());
        assertThat(refused.code()).isEqualTo("CHECKPOINT_ROLLED_BACK");
        assertThat(refused.restorable()).isTrue();
        assertThat(ada.client().post("/v1/audit/exports", ExportRequest.whole(true)).code())
                .isEqualTo("CHECKPOINT_REFUSED");
        // Executed after the backup, it waits for a vote again, gets one, and must not run.
        ada.approve(ticket);
        assertThat(ben.client().post("/v1/audit/restores", new RestoreRequest(REASON)).code()).isEqualTo("FORBIDDEN");
        assertThat(ada.client().postRaw("/v1/audit/restores", "{\"reason\":\" \"}").code())
                .isEqualTo("REQUEST_MALFORMED");
        assertThat(info(ada).origin()).as("never by itself").endsWith("/1");
    }

    private void verifies(TestMember ada, Pin pin, AuditLogInfo info) throws IOException {
        VerifierKey key = VerifierKey.parse(info.verifierKey());
        Path export = export(ada, ExportRequest.whole(true), "restored");
        Report report = Verifier.verify(export, VerifyOptions.of(key, null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.parts().controls()).isEqualTo(PartState.PASSED);
        assertThat(report.controls().runs()).isEqualTo(1);
        assertThat(Verifier.verify(export, VerifyOptions.of(key, pin)).findings()).extracting(Finding::code)
                .containsExactly("PIN_ORIGIN_CHANGED");

        List<AuditEvent> events = events(ada, "");
        assertThat(events.getLast().type()).isEqualTo("log.restored");
        assertThat(events.getLast().data().string("previousCheckpoint")).isEqualTo(pin.note());
        assertThat(events.getLast().data().string("reason")).isEqualTo(REASON);
        assertThat(events).extracting(AuditEvent::type).contains("member.key_enrolled", "member.changed",
                "agent.installed", "policy.published", "approval.cancelled");

        Path old = export(ada, new ExportRequest(true, null, 1), "old");
        VerifierKey oldKey = VerifierKey.parse(info.earlier().getFirst().verifierKey());
        assertThat(Verifier.verify(old, VerifyOptions.of(oldKey, null)).verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(events(ada, "&incarnation=1")).extracting(AuditEvent::type).contains("log.opened");
    }

    private Backend start() throws IOException {
        if (port == 0) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
        }
        return Backend.startEmbedded(new BackendConfig(temporary.resolve("data"), port, true));
    }

    private static String invite(TestMember ada) {
        return ada.client().post("/v1/members/invitations",
                new InviteRequest("Ben Osei", List.of(Role.APPROVER), List.of("approvers"))).as(Invitation.class)
                .code();
    }

    private static TestClient agent(Backend backend) {
        return new TestClient(backend.uri(), Objects.requireNonNull(backend.sample()).agentKey().text());
    }

    private static UUID submit(Backend backend, String key) {
        return agent(backend).post("/v1/requests", new SubmitRequest("tickets.create", Map.of("customer", "cus_1",
                "priority", "low", "subject", "Zip", "description", "Torn."), key, null)).as(RequestStatus.class)
                .request();
    }

    private static RequestStatus status(Backend backend, UUID request) {
        return agent(backend).get("/v1/requests/" + request + "/status").as(RequestStatus.class);
    }

    private static void awaitState(Backend backend, UUID request, RequestState state) {
        await().atMost(Duration.ofSeconds(30)).until(() -> status(backend, request).state() == state);
    }

    private long calls() throws IOException {
        try (Stream<String> lines = Files.lines(temporary.resolve("data/sandbox/calls.jsonl"))) {
            return lines.count();
        }
    }

    private static AuditLogInfo info(TestMember member) {
        return member.client().get("/v1/audit").as(AuditLogInfo.class);
    }

    private static List<AuditEvent> events(TestMember member, String parameters) {
        JsonMapper mapper = new JsonMapper();
        JsonNode items = mapper
                .readTree(member.client().get("/v1/audit/events?limit=200" + parameters).body()).get("items");
        return Stream.of(mapper.treeToValue(items, AuditEntry[].class)).map(AuditEntry::eventBytes)
                .map(AuditEvent::parse).toList();
    }

    private Path export(TestMember auditor, ExportRequest request, String name) throws IOException {
        Path file = temporary.resolve(name + ".ahexport");
        try (Response answer = auditor.client().stream("/v1/audit/exports", request)) {
            assertThat(answer.code()).isEqualTo(200);
            Files.copy(answer.body().byteStream(), file);
        }
        return file;
    }

    /** As an operator's backup does, while nothing runs. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
