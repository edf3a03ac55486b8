package dev.agenthub.server.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.RunResult;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.sandbox.SampleWorld;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests runs with a real database, and a provider whose answers tests choose. */
class ExecutionsTest {
    private static final int MESSAGE = 0;
    private static final int REFUND = 2;

    private final MockWebServer provider = new MockWebServer();
    private final List<Executions> processes = new ArrayList<>();
    @TempDir
    private Path folder;
    private SampleWorld world;

    @BeforeEach
    void start() throws Exception {
        provider.start(InetAddress.getLoopbackAddress(), 0);
        world = new SampleWorld(folder, provider.getPort());
    }

    @AfterEach
    void stop() {
        provider.close();
        processes.forEach(Executions::close);
        world.close();
    }

    @Test
    void callsExactlyWhatThePayloadSaysAndRecordsIt() throws Exception {
        provider.enqueue(new MockResponse.Builder().code(201).body("{\"id\":\"msg_1\"}").build());
        UUID request = world.submit(MESSAGE);

        process().wake(world.org, request);

        RequestStatus status = awaitEnd(request);
        assertThat(status.state()).isEqualTo(RequestState.EXECUTED);
        assertThat(status.response()).isEqualTo("{\"id\":\"msg_1\"}");
        RecordedRequest call = provider.takeRequest();
        JsonObject http = payload(request).object("call").object("http");
        assertThat(call.getBody()).isEqualTo(ByteString.of(http.object("body").canonicalBytes()));
        assertThat(call.getUrl()).hasToString(http.string("url"));
        assertThat(call.getHeaders().get("Idempotency-Key")).isEqualTo(request.toString());
        assertThat(call.getHeaders().get("Authorization")).isEqualTo("Bearer " + SampleWorld.TOKEN);
        assertThat(events("approval.requested", "run.started", "connector.called", "run.finished"))
                .extracting(AuditEvent::type)
                .containsExactly("approval.requested", "run.started", "connector.called", "run.finished");
        AuditEvent finished = world.log().getLast();
        assertThat(finished.data().string("responseDigest"))
                .isEqualTo(ByteString.encodeUtf8("{\"id\":\"msg_1\"}").sha256().hex());
    }

    @Test
    void callsOnceHoweverManyTryToRunIt() throws Exception {
        provider.enqueue(new MockResponse.Builder().code(201).build());
        UUID request = world.submit(MESSAGE);
        List<Executions> several = IntStream.range(0, 3).mapToObj(_ -> process()).toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 60).forEach(i -> threads.execute(() -> several.get(i % 3).wake(world.org, request)));
        }

        assertThat(awaitEnd(request).state()).isEqualTo(RequestState.EXECUTED);
        several.forEach(Executions::close);
        assertThat(provider.getRequestCount()).isEqualTo(1);
        assertThat(world.logTypes()).containsOnlyOnce(EventType.RUN_STARTED).containsOnlyOnce(EventType.RUN_FINISHED);
    }

    @Test
    void runsWhatWasApprovedBeforeADeath() {
        provider.enqueue(new MockResponse.Builder().code(201).build());
        UUID request = world.submit(MESSAGE);

        process().start();

        assertThat(awaitEnd(request).state()).isEqualTo(RequestState.EXECUTED);
        assertThat(provider.getRequestCount()).isEqualTo(1);
    }

    @Test
    void callsUnknownWhatWasBegunBeforeADeathAndNeverRepeatsIt() {
        UUID request = world.submit(MESSAGE);
        claimAndDie(request);

        process().start();
        process().start();
        process().wake(world.org, request);

        assertThat(awaitEnd(request).outcome()).isEqualTo(RunOutcome.UNKNOWN);
        assertThat(world.logTypes()).containsOnlyOnce(EventType.RUN_STARTED).containsOnlyOnce(EventType.RUN_FINISHED);
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void callsUnknownWhatTheProviderTookBeforeADeath() throws Exception {
        var answer = new CompletableFuture<MockResponse>();
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest call) {
                return answer.orTimeout(1, TimeUnit.MINUTES).join();
            }
        });
        UUID request = world.submit(MESSAGE);
        Executions abandoned = process();
        abandoned.wake(world.org, request);
        assertThat(provider.takeRequest().getTarget()).as("the side effect happened").isEqualTo("/messages");

        process().start();

        assertThat(world.status(request).state()).isEqualTo(RequestState.UNKNOWN);
        answer.complete(new MockResponse.Builder().code(201).build());
        abandoned.close();
        assertThat(world.status(request).state()).as("a late answer changes nothing").isEqualTo(RequestState.UNKNOWN);
        assertThat(provider.getRequestCount()).isEqualTo(1);
        assertThat(world.logTypes()).containsOnlyOnce(EventType.RUN_FINISHED);
    }

    @Test
    void writesDownThatACallWasBrokenOffByTheEndOfTheProcess() throws Exception {
        provider.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
        UUID request = world.submit(MESSAGE);
        Executions closed = world.executions(Duration.ofMillis(200));
        closed.wake(world.org, request);
        provider.takeRequest();

        closed.close();

        // It gives the end only so long to be written down.
        assertThat(awaitEnd(request).state()).isEqualTo(RequestState.UNKNOWN);
        assertThat(world.logTypes()).contains(EventType.RUN_FINISHED);
    }

    @Test
    void refusesAPayloadThatWasAlteredAfterItsApproval() throws Exception {
        UUID request = world.submit(REFUND);
        SampleWorld.Someone owner = world.owner();
        world.approve(owner, request);
        world.approve(world.approver(owner, "Bo Lindqvist"), request);
        alter("set payload = convert_to(replace(convert_from(payload, 'UTF8'), '480.00', '980.00'), 'UTF8')", request);

        process().wake(world.org, request);

        await().until(() -> world.status(request).state() == RequestState.REFUSED);
        assertThat(world.log().getLast().type()).isEqualTo(EventType.RUN_REFUSED);
        assertThat(world.log().getLast().data().string("code")).isEqualTo("RUN_HASH_MISMATCH");
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void refusesAPayloadThatWasAlteredTogetherWithItsHash() throws Exception {
        UUID request = world.submit(REFUND);
        SampleWorld.Someone owner = world.owner();
        world.approve(owner, request);
        world.approve(world.approver(owner, "Bo Lindqvist"), request);
        alter("set payload = convert_to(replace(convert_from(payload, 'UTF8'), '480.00', '980.00'), 'UTF8')", request);
        alter("set payload_hash = sha256(convert_to(E'agenthub/action/v1\\n', 'UTF8') || payload)", request);

        process().wake(world.org, request);

        await().until(() -> world.status(request).state() == RequestState.REFUSED);
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void runsNothingThatIsNotApproved() {
        UUID request = world.submit(REFUND);
        world.approve(world.owner(), request);
        Executions process = process();

        process.start();
        process.wake(world.org, request);
        process.close();

        assertThat(world.status(request).state()).isEqualTo(RequestState.PENDING);
        assertThat(provider.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"200, EXECUTED", "204, EXECUTED", "302, UNKNOWN", "307, UNKNOWN", "400, FAILED", "409, FAILED",
            "429, FAILED", "500, UNKNOWN", "503, UNKNOWN"})
    void saysWhatCameOfItFromTheProvidersAnswer(int status, RunOutcome outcome) {
        provider.enqueue(new MockResponse.Builder().code(status).addHeader("Location", "/elsewhere").build());
        provider.enqueue(new MockResponse.Builder().build());
        UUID request = world.submit(MESSAGE);

        process().wake(world.org, request);

        assertThat(awaitEnd(request).outcome()).isEqualTo(outcome);
        assertThat(provider.getRequestCount()).isEqualTo(1);
    }

    @Test
    void failsWhereNobodyListens() {
        provider.close();
        UUID request = world.submit(MESSAGE);

        process().wake(world.org, request);

        assertThat(awaitEnd(request).outcome()).isEqualTo(RunOutcome.FAILED);
        assertThat(world.logTypes()).doesNotContain(EventType.CONNECTOR_CALLED).contains(EventType.RUN_FINISHED);
    }

    @Test
    void failsWhereTheCredentialBelongsElsewhere() throws Exception {
        UUID request = world.submit(MESSAGE);
        try (var connection = TestDatabase.get().superuserConnection(); var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("update hub.connection set id = gen_random_uuid() where org_id = '" + world.org + "'");
        }

        process().wake(world.org, request);

        assertThat(awaitEnd(request).outcome()).isEqualTo(RunOutcome.FAILED);
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void callsNothingWhereTheConnectorHasNoCredential() throws Exception {
        UUID request = world.submit(MESSAGE);
        try (var connection = TestDatabase.get().superuserConnection(); var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute("delete from hub.connection where org_id = '" + world.org + "'");
        }

        process().wake(world.org, request);

        assertThat(awaitEnd(request).outcome()).isEqualTo(RunOutcome.FAILED);
        assertThat(run(request).detail()).isEqualTo("The connector has no credential");
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void callsNothingWhereThePayloadDescribesNoCall() throws Exception {
        UUID request = world.submit(MESSAGE);
        alter("set payload = convert_to(replace(convert_from(payload, 'UTF8'), '\"method\":', '\"mode\":'), 'UTF8')",
                request);
        alter("set payload_hash = sha256(convert_to(E'agenthub/action/v1\\n', 'UTF8') || payload)", request);

        process().wake(world.org, request);

        assertThat(awaitEnd(request).outcome()).isEqualTo(RunOutcome.FAILED);
        assertThat(run(request).detail()).isEqualTo("The payload does not describe a call over HTTP");
        assertThat(world.logTypes()).contains(EventType.RUN_FINISHED).doesNotContain(EventType.CONNECTOR_CALLED);
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void handsTheAgentNoAnswerThatRepeatsTheCredential() {
        provider.enqueue(
                new MockResponse.Builder().code(201).body("{\"you sent\":\"Bearer " + SampleWorld.TOKEN + "\"}")
                        .build());
        UUID request = world.submit(MESSAGE);

        process().wake(world.org, request);

        RequestStatus status = awaitEnd(request);
        assertThat(status.state()).isEqualTo(RequestState.EXECUTED);
        assertThat(status.response()).isEmpty();
        assertThat(world.logTypes()).contains(EventType.CONNECTOR_WITHHELD);
    }

    /** What a process does before it dies between its first commit and its call. */
    private void claimAndDie(UUID request) {
        world.database.transactions().run(OrgContext.system(world.org), handle -> {
            Claim claim = new Claims(world.audit, world.events, world.clock).claim(handle, world.org, request);
            assertThat(claim).isInstanceOfSatisfying(Claim.Granted.class, granted -> {
                RunRows.Started run = new RunRows(BackendInstance.single(), world.clock).start(handle, world.org,
                        granted);
                world.audit.append(handle, world.org, RunRows.started(run, granted));
            });
        });
    }

    /** As somebody with the database's superuser could. */
    private void alter(String change, UUID request) throws Exception {
        try (var connection = TestDatabase.get().superuserConnection(); var statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            assertThat(
                    statement.executeUpdate("update hub.approval_request " + change + " where id = '" + request + "'"))
                    .isEqualTo(1);
        }
    }

    private JsonObject payload(UUID request) {
        byte[] bytes = world.database.transactions().call(OrgContext.system(world.org), handle -> handle
                .createQuery("select payload from hub.approval_request where org_id = :org and id = :id")
                .bind("org", world.org).bind("id", request).mapTo(byte[].class).one());
        return (JsonObject) JsonValue.parse(bytes);
    }

    private List<AuditEvent> events(String... types) {
        return world.log().stream().filter(event -> Stream.of(types).anyMatch(event.type()::equals)).toList();
    }

    private Executions process() {
        Executions process = world.executions();
        processes.add(process);
        return process;
    }

    /** As members are shown it. */
    private RunResult run(UUID request) {
        return Objects.requireNonNull(world.approvals().detail(world.owner().caller(), request).run());
    }

    private RequestStatus awaitEnd(UUID request) {
        return await().until(() -> world.status(request),
                status -> !status.state().open());
    }
}
