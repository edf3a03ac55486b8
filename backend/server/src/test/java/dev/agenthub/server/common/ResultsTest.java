package dev.agenthub.server.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestDatabase;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final String LOCK_AND_COUNT = """
            select id from workspace where org_id = :org and id = :id for update;
            select count(*) from workspace where org_id = :org
            """;

    private final OrgTransactions transactions = TestDatabase.get().database().transactions();
    private final UUID org = TestDatabase.organization();
    private final UUID workspace = Ids.next();

    @BeforeEach
    void addWorkspace() {
        add(workspace, "first");
    }

    private void add(UUID id, String name) {
        transactions.run(OrgContext.system(org),
                handle -> handle.execute("insert into workspace values (?, ?, ?)", org, id, name));
    }

    private long lockAndCount() {
        return transactions.call(OrgContext.system(org),
                handle -> Results.of(handle.createQuery(LOCK_AND_COUNT).bind("org", org).bind("id", workspace),
                        results -> {
                            assertThat(results.rows(row -> Rows.uuid(row, "id"))).containsExactly(workspace);
                            return results.rows(row -> row.getLong(1)).getFirst();
                        }));
    }

    @Test
    void readsAfterAWaitWhatWasCommittedMeanwhile() throws Exception {
        try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Long> counted = transactions.call(OrgContext.system(org), handle -> {
                handle.execute("select id from workspace where org_id = ? and id = ? for update", org, workspace);
                Future<Long> waiting = other.submit(this::lockAndCount);
                await().until(DatabaseLocks::somebodyWaits);
                handle.execute("insert into workspace values (?, ?, 'second')", org, Ids.next());
                return waiting;
            });
            assertThat(counted.get()).isEqualTo(2);
        }
    }

    @Test
    void staysPrepared() {
        for (int turn = 0; turn < 3; turn++) {
            assertThat(lockAndCount()).isEqualTo(1);
        }
        List<String> prepared = transactions.call(OrgContext.system(org), handle -> handle.createQuery(
                "select statement from pg_prepared_statements where statement like '%from workspace where org_id%'")
                .mapTo(String.class).list());
        assertThat(prepared).anyMatch(statement -> statement.contains("for update"))
                .anyMatch(statement -> statement.contains("select count(*)"));
    }

    @Test
    void failsWhereOneFailsAndTellsNoRowsFromNoStatement() {
        assertThatThrownBy(() -> transactions.call(OrgContext.system(org), handle -> Results.of(
                handle.createQuery("select 1; select 1 / (count(*) - 1) from workspace where org_id = :org")
                        .bind("org", org),
                results -> results.rows(row -> row.getInt(1)))))
                .isInstanceOf(UnableToExecuteStatementException.class);
        transactions.run(OrgContext.system(org), handle -> Results.of(
                handle.createQuery("select name from workspace where id = :org; select 2").bind("org", org),
                results -> {
                    assertThat(results.rows(row -> row.getString(1))).isEmpty();
                    assertThat(results.rows(row -> row.getInt(1))).containsExactly(2);
                    assertThatThrownBy(() -> results.rows(row -> row.getInt(1)))
                            .isInstanceOf(IllegalStateException.class);
                    return Boolean.TRUE;
                }));
    }
}
