package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.Budget;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.server.ExportedLog;
import dev.agenthub.server.SharedProcess;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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

/** Tests several backends on one database, each of which is killed at random moments. */
@Thorough.Only
class SeveralBackendsTest {
    private static final int CLIENTS = 32;
    private static final int MEMBERS = 16;
    private static final int DEATHS = 10;
    private static final int RUNS_AT_ONCE = 8;
    private static final long SEED = 5_081;
    private static final SubmitRequest TICKET = new SubmitRequest("tickets.create",
            Map.of("customer", "cus_1", "priority", "low", "subject", "Zip", "description", "Torn."), "shared-1", null);

    @TempDir
    Path temporary;

    private SharedSample sample;

    @BeforeEach
    void setUp() throws IOException {
        sample = new SharedSample(temporary);
    }

    @AfterEach
    void tearDown() {
        sample.close();
    }

    @Test
    void tellsTheDesktopsOfOneWhatHappensAtTheOther() throws Exception {
        SharedSample.Organization org = sample.organization("Northwind");
        try (SharedProcess one = sample.process(); SharedProcess other = sample.process()) {
            TestMember ada = TestMember.enrol(one.uri(), org.ownerCode(), "Ada Lind", Clock.systemUTC());
            List<ServerEvent> heard = new CopyOnWriteArrayList<>();
            TestClient there = ada.signedInAt(other.uri());
            EventSource source = listen(there, heard);

            UUID request = new TestClient(one.uri(), org.agentKey().text()).post("/v1/requests", TICKET)
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
    void spendsNoMoreThanACapWhicheverOfThemCalls() throws Exception {
        SharedSample.Organization org = sample.organization("Northwind");
        SecretBytes key = sample.payer(org.org());
        try (SharedProcess one = sample.process(); SharedProcess other = sample.process()) {
            TestMember ada = TestMember.enrol(one.uri(), org.ownerCode(), "Ada Lind", Clock.systemUTC());
            ada.client().putRaw("/v1/budgets",
                    "{\"workspace\":\"Customer care\",\"period\":\"month\",\"currency\":\"EUR\",\"cap\":\"20\"}")
                    .as(Budget.class);
            Map<String, Object> cost = Map.of("amount", "1.00", "currency", "EUR");
            List<Future<RequestStatus>> ends = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 64; i++) {
                    TestClient agent = new TestClient(i % 2 == 0 ? one.uri() : other.uri(), key.text());
                    SubmitRequest payment = new SubmitRequest("messages.send", cost, "payment-" + i, null);
                    ends.add(threads.submit(() -> {
                        UUID request = agent.post("/v1/requests", payment).as(RequestStatus.class).request();
                        return await().until(
                                () -> agent.get("/v1/requests/" + request + "/status").as(RequestStatus.class),
                                status -> !status.state().open());
                    }));
                }
            }

            Map<String, Integer> ended = new TreeMap<>();
            for (Future<RequestStatus> end : ends) {
                RequestStatus status = end.get();
                ended.merge(status.state() + " " + status.refusal() + " " + status.failure(), 1, Integer::sum);
            }
            assertThat(ended).isEqualTo(Map.of("executed null null", 20, "failed null BUDGET_EXHAUSTED", 44));
            assertThat(sample.calls().values()).hasSize(20).containsOnly(1);
            assertThat(sample.callers(org.org())).isEqualTo(2);
            assertThat(ada.signedInAt(other.uri()).get("/v1/budgets").body()).contains("\"reserved\":\"0.00\"",
                    "\"spent\":\"20.00\"");
        }
    }

    @Test
    void losesNothingAndRunsNothingTwiceWhicheverOfThemDies() throws Exception {
        long began = System.nanoTime();
        List<SharedProcess> alive = new CopyOnWriteArrayList<>(List.of(sample.process(), sample.process()));
        Supplier<List<URI>> addresses = () -> alive.stream().map(SharedProcess::uri).toList();
        List<ConcurrentClients> crowds = List.of(
                ConcurrentClients.of(sample.organization("Northwind"), addresses, MEMBERS),
                ConcurrentClients.of(sample.organization("Southwind"), addresses, MEMBERS));
        Map<ConcurrentClients, Pin> pins = new HashMap<>();
        killUnderLoad(alive, crowds, pins);
        for (ConcurrentClients crowd : crowds) {
            await().until(() -> sample.rests(crowd.organization().org()));
            judge(crowd, Objects.requireNonNull(pins.get(crowd)), alive);
        }
        System.out.println(CLIENTS + " clients, " + DEATHS + " deaths, "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
        for (SharedProcess process : alive) {
            process.close();
        }
    }

    /**
     * Kills one after the other, each time after the clients were told enough, and keeps
     * what the survivor says of the logs before another one is there.
     */
    private void killUnderLoad(List<SharedProcess> alive, List<ConcurrentClients> crowds,
            Map<ConcurrentClients, Pin> pins) throws Exception {
        Random random = new Random(SEED);
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                ConcurrentClients crowd = crowds.get(client % 2);
                int number = client / 2;
                Random itsOwn = new Random(random.nextLong());
                clients.add(pool.submit(() -> crowd.actUntil(over, number, itsOwn)));
            }
            try {
                for (int death = 0; death < DEATHS; death++) {
                    awaitAnswers(crowds, clients, random);
                    SharedProcess victim = alive.get(random.nextInt(2));
                    victim.kill();
                    alive.remove(victim);
                    URI survivor = alive.getFirst().uri();
                    crowds.forEach(crowd -> pins.compute(crowd, (_, before) -> keep(crowd, survivor, before)));
                    alive.add(sample.process());
                }
                awaitAnswers(crowds, clients, random);
            } finally {
                over.set(true);
            }
            for (Future<?> client : clients) {
                var _ = client.get();
            }
        }
    }

    /** Waits until each crowd was told so much more; fails as soon as a client does. */
    private static void awaitAnswers(List<ConcurrentClients> crowds, List<Future<?>> clients, Random random) {
        int enough = 6 * CLIENTS + random.nextInt(4 * CLIENTS);
        List<Integer> before = crowds.stream().map(crowd -> crowd.told().answers.get()).toList();
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            for (Future<?> client : clients) {
                if (client.isDone()) {
                    var _ = client.get();
                }
            }
            return IntStream.range(0, crowds.size())
                    .allMatch(i -> crowds.get(i).told().answers.get() - before.get(i) >= enough);
        });
    }

    /**
     * What an auditor keeps of a log that was exported in the middle of it all: it continues what they kept before, and the next one this.
     */
    private Pin keep(ConcurrentClients crowd, URI backend, @Nullable Pin before) {
        TestClient auditor = crowd.auditor().at(backend);
        try {
            assertThat(ExportedLog.take(auditor, temporary, before).report().isVerified()).isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AuditLogInfo info = auditor.get("/v1/audit").as(AuditLogInfo.class);
        return new Pin(Objects.requireNonNull(info.lastCheckpoint()), VerifierKey.parse(info.verifierKey()));
    }

    /** Each backend signs what continues the other's last checkpoint, and knows what the other did. */
    private void judge(ConcurrentClients crowd, Pin kept, List<SharedProcess> alive) throws IOException {
        ConcurrentClientsChecks judgement = new ConcurrentClientsChecks(crowd.told());
        Pin first = keep(crowd, alive.getFirst().uri(), kept);
        URI other = alive.getLast().uri();
        ExportedLog log = ExportedLog.take(crowd.auditor().at(other), temporary, first);
        assertThat(judgement.faults(log, sample.calls(), request -> crowd.status(other, request).state())).isEmpty();
        assertThat(judgement.count("unknown")).isLessThanOrEqualTo((long) DEATHS * RUNS_AT_ONCE);
        System.out.println(log.events().size() + " entries, verified with controls: " + judgement.summary());
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
}
