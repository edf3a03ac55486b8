package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Reservation;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.approvals.submit.Submission;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.governance.TestBudgets;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.sandbox.SampleWorld;
import dev.agenthub.server.sandbox.SampleWorld.Someone;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent whose runs have a cost, with a real database and a provider whose answers tests choose. */
abstract class Spending {
    static final String WORKSPACE = "Customer care";

    final TestClock clock = new TestClock();
    final MockWebServer provider = new MockWebServer();
    private final List<Executions> processes = new ArrayList<>();
    volatile CompletableFuture<MockResponse> answer = status(201);
    SampleWorld world;
    Someone someone;
    MemberCaller owner;
    AgentCaller payer;
    UUID connector = new UUID(0, 0);
    private Approvals approvals;
    TestBudgets budgets;
    RateAdministration rates;
    ReservationAdministration reservations;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        clock.stop();
        provider.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest call) {
                return answer.orTimeout(1, TimeUnit.MINUTES).join();
            }
        });
        provider.start(InetAddress.getLoopbackAddress(), 0);
        world = new SampleWorld(folder, provider.getPort());
        someone = world.owner();
        owner = someone.caller();
        var transactions = world.database.transactions();
        approvals = new Approvals(transactions, world.audit, world.events,
                new Expiry(transactions, world.audit, world.events, clock), ReadyListener.NOBODY, clock);
        budgets = new TestBudgets(world, clock);
        rates = new RateAdministration(transactions, world.audit, clock);
        reservations = new ReservationAdministration(transactions);
        payer = install();
    }

    @AfterEach
    void stop() {
        provider.close();
        processes.forEach(Executions::close);
        world.close();
    }

    /** Installs an agent whose tool's arguments name its cost, and which needs no approval. */
    private AgentCaller install() {
        return world.database.transactions().call(OrgContext.system(world.org), handle -> {
            record There(UUID workspace, UUID policy, UUID owner, UUID connector) {}
            There there = handle.createQuery("""
                    select a.workspace_id, a.policy_id, a.owner_id, t.connector_id
                      from agent a join agent_tool t on t.org_id = a.org_id and t.agent_id = a.id
                     where a.org_id = :org limit 1
                    """).bind("org", world.org)
                    .map((row, _) -> new There(row.getObject(1, UUID.class), row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class), row.getObject(4, UUID.class)))
                    .one();
            connector = there.connector();
            ToolDefinition tool = ToolDefinition.of(json("""
                    {"name":"messages.send","title":"Pay {amount}","risk":"low","connector":"CONNECTOR","scopes":[],
                     "cost":{"amount":{"$arg":"/amount"},"currency":{"$arg":"/currency"}},
                     "call":{"http":{"method":"POST","path":"/payments","body":{"amount":{"$arg":"/amount"}}}},
                     "schema":{"type":"object","required":["amount","currency"],
                       "properties":{"amount":{"type":"string"},"currency":{"type":"string"}}}}
                    """.replace("CONNECTOR", connector.toString())));
            UUID agent = Agents.install(handle, world.org, new Agents.Manifest("Payer", there.workspace(),
                    there.owner(), there.policy(), List.of(tool)), AuditLog.system()).agent().id();
            return new AgentCaller(world.org, agent, "Payer");
        });
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    Executions process() {
        Executions process = new Executions(world.database, new Claims(world.audit, world.events, clock), world.audit,
                world.connectors, clock, Executions.Mode.of(BackendInstance.single()));
        processes.add(process);
        return process;
    }

    UUID submit(String amount, String currency) {
        byte[] body = """
                {"tool":"messages.send","idempotencyKey":"KEY","arguments":{"amount":"AMOUNT","currency":"CURRENCY"}}"""
                .replace("KEY", Ids.next().toString()).replace("AMOUNT", amount).replace("CURRENCY", currency)
                .getBytes(StandardCharsets.UTF_8);
        return approvals.submit(payer, Submission.parse(body, Optional.empty())).request();
    }

    RequestStatus awaitEnd(UUID request) {
        return await().until(() -> approvals.status(payer, request), status -> !status.state().open());
    }

    /** A reservation of which nobody knows whether it was spent. */
    Reservation unknown(String amount) {
        answer = status(500);
        assertThat(spend(amount)).isEqualTo(RequestState.UNKNOWN);
        answer = status(201);
        return open().getLast();
    }

    List<Reservation> open() {
        return reservations.list(owner, null, 100).items();
    }

    RequestState spend(String amount) {
        return spend(amount, "EUR");
    }

    CompletableFuture<MockResponse> answerLate() {
        answer = new CompletableFuture<>();
        return answer;
    }

    static CompletableFuture<MockResponse> status(int code) {
        return CompletableFuture.completedFuture(new MockResponse.Builder().code(code).build());
    }

    RequestState spend(String amount, String currency) {
        UUID request = submit(amount, currency);
        process().wake(world.org, request);
        return awaitEnd(request).state();
    }

    Budget cap(BudgetPeriod period, String cap) {
        return budgets.set(owner, new NewBudget(WORKSPACE, null, period, "EUR", cap));
    }

    List<BudgetUse> uses() {
        return budgets.list(owner).items().getFirst().periods();
    }

    List<AuditEvent> events(String type) {
        return world.database.transactions().call(OrgContext.system(world.org),
                handle -> handle.createQuery("select event from audit.event where org_id = :org order by seq")
                        .bind("org", world.org).mapTo(byte[].class).list())
                .stream().map(AuditEvent::parse).filter(event -> event.type().equals(type)).toList();
    }

    List<String> reasons() {
        return events(EventType.CONNECTOR_LIMITED).stream().map(event -> event.data().string("reason")).toList();
    }

    List<String> alerts() {
        return events(EventType.BILLING_CAP_REACHED).stream()
                .map(event -> event.data().string("period") + " " + event.data().integer("percent") + " of "
                        + event.data().string("cap") + ": " + event.data().string("amount"))
                .toList();
    }
}
