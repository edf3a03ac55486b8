package dev.agenthub.bench.requests;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.bench.Benchmark;
import dev.agenthub.bench.Folders;
import dev.agenthub.bench.Row;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.sandbox.SampleAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls a second that a backend makes of requests that its policy allows: the claim, the reservation, the call to a service on
 * loopback, its outcome and the events of all of it, with every kind of limit, against the same calls without limits.
 */
public final class RunBenchmark implements Benchmark {
    private static final String NAME = "run allowed calls, all limits on";
    private static final String ALLOW = "{\"rules\": [{\"match\": {}, \"outcome\": \"allow\"}]}";
    private static final String ENDED = """
            select count(*) filter (where state = 'executed'),
                   min(concat_ws(' ', state, refusal, failure, response_status)) filter (where state in ('failed', 'unknown', 'refused'))
              from hub.approval_request a left join hub.run r on r.org_id = a.org_id and r.request_id = a.id""";
    private static final long MANY = 1_000_000;
    private static final String MUCH = "1000000.00";
    private static final int TURNS = 3;
    private static final int CALLS = 400;
    private static final int CLIENTS = 8;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    @Override
    public List<String> names() {
        return List.of(NAME);
    }

    @Override
    public Row measure(String name) throws Exception {
        Path folder = Files.createTempDirectory("agenthub-bench-runs-");
        try (Backend backend = Backend.startEmbedded(new BackendConfig(folder, 0, true));
                Connection superuser = backend.superuserConnection()) {
            Approver admin = new Approver(backend.uri(), Objects.requireNonNull(backend.ownerInvitation()));
            allowAll(admin);
            SampleAgent agent = Objects.requireNonNull(backend.sample()).agent(backend.uri());
            double[] free = new double[TURNS];
            double[] limited = new double[TURNS];
            callsPerSecond(backend, agent, superuser);
            for (int turn = 0; turn < TURNS; turn++) {
                free[turn] = callsPerSecond(backend, agent, superuser);
                limit(admin);
                limited[turn] = callsPerSecond(backend, agent, superuser);
                unlimit(admin);
            }
            return Row.ofRates(name, middle(limited), "the same without limits", middle(free), "calls",
                    "two rates, four budgets; " + CALLS + " calls of one agent a turn, loopback");
        } finally {
            Folders.delete(folder);
        }
    }

    private static void allowAll(Approver admin) throws IOException {
        JsonNode current = admin.read("/v1/policies").get("items").get(0).get("current");
        admin.post("/v1/policies/" + current.get("id").asString() + "/versions",
                new PublishPolicyRequest(current.get("version").asInt(), ALLOW), JsonNode.class);
    }

    /** For the whole workspace and for its connector: a rate, and a budget a day and a month. */
    private static void limit(Approver admin) throws IOException {
        for (JsonNode connection : admin.read("/v1/connections").get("items")) {
            String workspace = connection.get("workspace").asString();
            for (UUID connector : Arrays.asList(null, UUID.fromString(connection.get("connector").asString()))) {
                limit(admin, workspace, connector);
            }
        }
    }

    private static void limit(Approver admin, String workspace, @Nullable UUID connector)
            throws IOException {
        admin.put("/v1/rates", new NewRate(workspace, connector, MANY, RatePeriod.MINUTE));
        for (BudgetPeriod period : BudgetPeriod.values()) {
            admin.put("/v1/budgets", new NewBudget(workspace, connector, period, "EUR", MUCH));
        }
    }

    private static void unlimit(Approver admin) throws IOException {
        for (JsonNode rate : admin.read("/v1/rates").get("items")) {
            admin.delete("/v1/rates/" + rate.get("rate").asString());
        }
        for (JsonNode budget : admin.read("/v1/budgets").get("items")) {
            admin.delete("/v1/budgets/" + budget.get("budget").asString());
        }
    }

    /** Of calls that all wait until they may begin. */
    private static double callsPerSecond(Backend backend, SampleAgent agent, Connection superuser)
            throws IOException, InterruptedException, ExecutionException, SQLException {
        long begin;
        long before = executed(superuser);
        try (Executions.Hold _ = backend.holdRuns()) {
            submit(agent);
            begin = System.nanoTime();
        }
        while (executed(superuser) < before + CALLS) {
            if (System.nanoTime() - begin > PATIENCE) {
                throw new IOException("The calls took too long");
            }
            Thread.sleep(5);
        }
        return CALLS * 1e9 / (System.nanoTime() - begin);
    }

    private static void submit(SampleAgent agent) throws InterruptedException, ExecutionException {
        List<Future<?>> sent = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int call = 0; call < CALLS; call++) {
                sent.add(clients.submit(() -> agent.submit(new SubmitRequest("refunds.create", Map.of("amount", "0.01",
                        "currency", "EUR", "customer", "cus_9fK", "order", "NW-1", "reason", "Returned"),
                        UUID.randomUUID().toString(), null))));
            }
        }
        for (Future<?> one : sent) {
            one.get();
        }
    }

    /** How many requests were; fails where one ended in another way. */
    private static long executed(Connection superuser) throws SQLException {
        try (Statement statement = superuser.createStatement(); ResultSet row = statement.executeQuery(ENDED)) {
            row.next();
            if (row.getString(2) != null) {
                throw new SQLException("A run ended otherwise: " + row.getString(2));
            }
            return row.getLong(1);
        }
    }

    private static double middle(double[] rates) {
        Arrays.sort(rates);
        return rates[rates.length / 2];
    }
}
