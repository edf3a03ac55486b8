package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.Rate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.execution.Executions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what the audit log holds of runs whose calls are refused, however many at once. */
class RefusedRunsTest extends Spending {
    private static final int MANY = 64;

    @TempDir
    private Path folder;

    /** The types of the log's events about runs, in order, by the transaction that appended them. */
    private Map<String, List<String>> typesByTransaction() {
        Map<String, List<String>> types = new LinkedHashMap<>();
        record Appended(byte[] event, String transaction) {}
        world.database.transactions().call(OrgContext.system(world.org), handle -> handle
                .createQuery(
                        "select event, xmin::text as transaction from audit.event where org_id = :org order by seq")
                .bind("org", world.org)
                .map((row, _) -> new Appended(row.getBytes("event"), row.getString("transaction"))).list())
                .forEach(appended -> {
                    AuditEvent event = AuditEvent.parse(appended.event());
                    if (event.data().get("run") != null) {
                        types.merge(appended.transaction(), List.of(event.type()),
                                (before, more) -> Stream.concat(before.stream(), more.stream()).toList());
                    }
                });
        return types;
    }

    private void runAtOnce(List<UUID> requests, String code) {
        List<Executions> several = Stream.generate(this::process).limit(8).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, requests.size())
                    .forEach(i -> threads.execute(() -> several.get(i % 8).wake(world.org, requests.get(i))));
        }
        assertThat(requests).map(this::awaitEnd).extracting(RequestStatus::state, RequestStatus::failure)
                .containsOnly(tuple(RequestState.FAILED, code));
    }

    private void assertOneCommitEach() throws IOException {
        assertThat(typesByTransaction().values()).hasSize(MANY)
                .containsOnly(List.of(EventType.RUN_STARTED, EventType.CONNECTOR_LIMITED, EventType.RUN_FINISHED));
        assertThat(events(EventType.CONNECTOR_LIMITED)).extracting(event -> event.data().string("run"))
                .doesNotHaveDuplicates();
        assertThat(provider.getRequestCount()).isZero();
        assertThat(world.replay(folder).findings()).filteredOn(finding -> !finding.code().equals("UNPINNED")).isEmpty();
    }

    @Test
    void recordsEachCallThatABudgetRefusesInOneCommit() throws IOException {
        cap(BudgetPeriod.DAY, "1.00");
        runAtOnce(Stream.generate(() -> submit("2.00", "EUR")).limit(MANY).toList(), "BUDGET_EXHAUSTED");
        assertOneCommitEach();
    }

    @Test
    void recordsEachCallThatARateRefusesInOneCommit() throws IOException {
        Rate set = rates.set(owner, new NewRate(WORKSPACE, null, 1, RatePeriod.DAY));
        world.database.transactions().run(OrgContext.system(world.org),
                handle -> Rates.lock(handle, world.org, set.workspace(), connector, clock.instant()).take());
        runAtOnce(Stream.generate(() -> submit("2.00", "EUR")).limit(MANY).toList(), "RATE_LIMITED");
        assertOneCommitEach();
    }
}
