package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests that transient failures of the database are answered so that the caller repeats the call, and that nothing was changed. */
class TransientFailuresTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final UUID request = org.submit("tickets.create");

    @Test
    void saysUnavailableToTheOneWhomADeadlockIsBrokenBy() throws Exception {
        try (Connection other = TestDatabase.get().superuserConnection();
                Statement statement = other.createStatement();
                ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            other.setAutoCommit(false);
            // PostgreSQL breaks off whoever notices the deadlock: that is not to be this one.
            statement.execute("set local deadlock_timeout = '1h'");
            lock(statement, "member", bea.id());
            Future<TestClient.Answer> decision = thread.submit(() -> bea.approve(request));
            await().until(DatabaseLocks::somebodyWaits);
            lock(statement, "approval_request", request);
            assertThat(decision.get().code()).isEqualTo("UNAVAILABLE");
            other.rollback();
        }
        assertThat(bea.detail(request).votes()).isEmpty();
        assertThat(bea.approve(request).as(RequestDetail.class).votes()).hasSize(1);
    }

    private void lock(Statement statement, String table, UUID id) throws Exception {
        statement.execute("select from hub.%s where org_id = '%s' and id = '%s' for no key update"
                .formatted(table, org.org(), id));
    }
}
