package dev.agenthub.server.sandbox;

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
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.Database;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.evidence.verify.Report;
import dev.agenthub.evidence.verify.Verdict;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.server.organizations.OrganizationSetup;
import dev.agenthub.server.DataFolder;
import dev.agenthub.server.Secret;
import dev.agenthub.server.SharedProcess;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.Trials;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.CredentialVault;
import dev.agenthub.server.connectors.Outbound;
import dev.agenthub.server.http.events.EventStream;
import dev.agenthub.server.identity.Invitations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Two backends on one database are one backend, whichever of them dies at whichever moment. */
class SeveralBackendsTest {
    private static final int DEATHS = Trials.THOROUGH ? 5 : 2;
    private static final long SEED = 5_081;

    @TempDir
    Path temporary;

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final MockWebServer provider = new MockWebServer();
    private OwnDatabase server;
    private DataFolder folder;
    private Secret agentKey;
    private String ownerCode;

    @BeforeEach
    void setUp() throws Exception {
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                String key = String.valueOf(request.getHeaders().get("Idempotency-Key"));
                calls.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet();
                return new MockResponse.Builder().code(201).headersDelay(30, TimeUnit.MILLISECONDS).build();
            }
        });
        provider.start();
        folder = DataFolder.share(temporary.resolve("shared"));
        server = OwnDatabase.create(folder.secrets());
        Database database = server.database();
        UUID org = database.organizations().create("Northwind", "test");
        AuditLog audit = new AuditLog(new EventStream(), Clock.systemUTC());
        Connectors connectors = new Connectors(
                new CredentialVault(folder.secret("vault.key", CredentialVault.KEY_LENGTH)),
                new Outbound(Outbound.Limits.USUAL, OptionalInt.of(provider.getPort())));
        agentKey = SampleOrganization.prepare(org, folder, database, audit, connectors,
                "http://127.0.0.1:" + provider.getPort(), Secret.ofText("a-token-of-the-provider")).agentKey();
        ownerCode = new Invitations(database.transactions(), audit, Clock.systemUTC())
                .forFirstOwner(org, OrganizationSetup.GROUPS).orElseThrow().code();
    }

    @AfterEach
    void tearDown() {
        folder.close();
        server.close();
        provider.close();
    }

    private SharedProcess process() {
        try {
            return SharedProcess.start(temporary.resolve("shared"), server.url(), provider.getPort(),
                    temporary.resolve("backend.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void tellsTheDesktopsOfOneWhatHappensAtTheOther() throws Exception {
        try (SharedProcess one = process(); SharedProcess other = process()) {
            TestMember ada = TestMember.enrol(one.uri(), ownerCode, "Ada Lind", Clock.systemUTC());
            List<ServerEvent> heard = new CopyOnWriteArrayList<>();
            TestClient there = ada.signedInAt(other.uri());
            EventSource source = listen(there, heard);

            UUID request = new TestClient(one.uri(), agentKey.text()).post("/v1/requests", action("tickets.create", 1))
                    .as(RequestStatus.class).request();
            await().untilAsserted(
                    () -> assertThat(heard).contains(ServerEvent.created(request, RequestState.PENDING)));

            ada.approve(request).as(RequestDetail.class);
            await().untilAsserted(
                    () -> assertThat(heard).contains(ServerEvent.changed(request, RequestState.EXECUTED)));
            assertThat(heard).anyMatch(event -> event.name().equals(ServerEvent.AUDIT_APPENDED));
            source.cancel();
        }
    }

    @Test
    void losesNothingAndRunsNothingTwiceWhicheverOfThemDies() throws Exception {
        Random random = new Random(SEED);
        List<SharedProcess> alive = new ArrayList<>(List.of(process(), process()));
        TestMember ada = TestMember.enrol(alive.get(0).uri(), ownerCode, "Ada Lind", Clock.systemUTC());
        TestMember ben = TestMember.enrol(alive.get(1).uri(), invitation(ada), "Ben Osei", Clock.systemUTC());
        List<UUID> submitted = new ArrayList<>();
        List<UUID> approved = new ArrayList<>();
        for (int death = 0; death < DEATHS; death++) {
            TestClient adaHere = ada.signedInAt(alive.get(death % 2).uri());
            int steps = 4 + random.nextInt(8);
            for (int step = 0; step < steps; step++) {
                TestClient agent = new TestClient(alive.get(step % 2).uri(), agentKey.text());
                boolean refund = step % 3 == 2;
                UUID request = agent.post("/v1/requests", action(refund ? "refunds.create" : "tickets.create",
                        submitted.size())).as(RequestStatus.class).request();
                submitted.add(request);
                ada.approveAt(adaHere, request).as(RequestDetail.class);
                if (refund) {
                    ben.approveAt(ben.signedInAt(alive.get((step + 1) % 2).uri()), request).as(RequestDetail.class);
                }
                approved.add(request);
            }
            int victim = random.nextInt(2);
            alive.get(victim).kill();
            alive.set(victim, process());
        }
        TestClient agent = new TestClient(alive.get(0).uri(), agentKey.text());
        await().atMost(Duration.ofSeconds(60)).until(() -> submitted.stream()
                .allMatch(request -> List.of(RequestState.EXECUTED, RequestState.UNKNOWN)
                        .contains(status(agent, request).state())));
        for (UUID request : approved) {
            int times = calls.getOrDefault(request.toString(), new AtomicInteger()).get();
            assertThat(times).as(request.toString()).isEqualTo(
                    status(agent, request).state() == RequestState.EXECUTED ? 1 : Math.min(times, 1));
        }
        verifies(ada.signedInAt(alive.get(0).uri()), "one");
        verifies(ada.signedInAt(alive.get(1).uri()), "other");
        for (SharedProcess process : alive) {
            process.close();
        }
    }

    /** Each backend signs what continues the other's last checkpoint. */
    private void verifies(TestClient auditor, String name) throws IOException {
        AuditLogInfo info = auditor.get("/v1/audit").as(AuditLogInfo.class);
        Path export = temporary.resolve(name + ".ahexport");
        try (Response answer = auditor.stream("/v1/audit/exports", ExportRequest.whole(true))) {
            Files.copy(answer.body().byteStream(), export);
        }
        Report report = Verifier.verify(export, VerifyOptions.of(VerifierKey.parse(info.verifierKey()), null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    }

    private static EventSource listen(TestClient client, List<ServerEvent> heard) {
        JsonMapper mapper = new JsonMapper();
        AtomicInteger open = new AtomicInteger();
        EventSource source = EventSources.createFactory(client.http()).newEventSource(client.request("/v1/events")
                .build(), new EventSourceListener() {
                    @Override
                    public void onOpen(EventSource opened, Response response) {
                        open.set(1);
                    }

                    @Override
                    public void onEvent(EventSource from, @Nullable String id, @Nullable String type, String data) {
                        heard.add(mapper.readValue(data, ServerEvent.class));
                    }
                });
        await().until(() -> open.get() == 1);
        return source;
    }

    private static SubmitRequest action(String tool, int number) {
        return new SubmitRequest(tool, tool.equals("refunds.create")
                ? Map.of("amount", "1.00", "currency", "EUR", "customer", "cus_1", "order", "NW-" + number)
                : Map.of("customer", "cus_1", "priority", "low", "subject", "Zip " + number, "description", "Torn."),
                "shared-" + number, null);
    }

    private static RequestStatus status(TestClient agent, UUID request) {
        return agent.get("/v1/requests/" + request + "/status").as(RequestStatus.class);
    }

    private static String invitation(TestMember owner) {
        return owner.client().post("/v1/members/invitations",
                new InviteRequest("Ben Osei", List.of(Role.APPROVER), List.of("approvers"))).as(Invitation.class)
                .code();
    }
}
