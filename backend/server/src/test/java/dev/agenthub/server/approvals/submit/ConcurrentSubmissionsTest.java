package dev.agenthub.server.approvals.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.AgentCaller;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

/**
 * Tests that two submissions of one agent with the same idempotency key, of which a limit counts only one, take their locks in one
 * order: a deadlock would make PostgreSQL end a transaction, which would be tried again.
 */
class ConcurrentSubmissionsTest {
    private static final String COUNTED = "refunds.create";
    private static final String UNCOUNTED = "tickets.create";
    private static final String POLICY = """
            {"rules":[{"match":{"tool":"refunds.*"},"when":[{"count":{"per":"agent","within":"P1D"},"over":"5"}],
                       "outcome":"require","required":[{"count":1,"group":"finance"}]}]}
            """;

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final SubmitAction action = new SubmitAction(backend.audit(), backend.events(), ReadyListener.NOBODY,
            backend.clock());
    private final AtomicInteger attempts = new AtomicInteger();

    /** Pauses a transaction beside the statement that stores its row, until another transaction waits for a lock. */
    private static final class Pause implements SqlLogger {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final boolean before;

        Pause(boolean before) {
            this.before = before;
        }

        @Override
        public void logBeforeExecution(StatementContext context) {
            pause(before, context);
        }

        @Override
        public void logAfterExecution(StatementContext context) {
            pause(!before, context);
        }

        private void pause(boolean here, StatementContext context) {
            if (here && reached.getCount() > 0
                    && context.getRenderedSql().startsWith("insert into approval_request ")) {
                reached.countDown();
                await().until(DatabaseLocks::somebodyWaits);
            }
        }
    }

    private UUID submit(String tool, SqlLogger logger) {
        Submission submission = Submission.parse("""
                {"tool":"%s","arguments":{"customer":"cus_9fK"},"idempotencyKey":"the same"}
                """.formatted(tool).getBytes(StandardCharsets.UTF_8), Optional.empty());
        return backend.database().transactions().call(OrgContext.system(org.org()), handle -> {
            attempts.incrementAndGet();
            SqlStatements config = handle.getConfig(SqlStatements.class);
            config.setSqlLogger(logger);
            UUID request = action.submit(handle, new AgentCaller(org.org(), org.agentId(), "Support agent"), submission)
                    .id();
            config.setSqlLogger(SqlLogger.NOP_SQL_LOGGER);
            return request;
        });
    }

    private void submitBoth(String first, Pause pause, String second) throws Exception {
        assertThat(org.publish(POLICY).status()).isEqualTo(201);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<UUID> stored = threads.submit(() -> submit(first, pause));
            pause.reached.await();
            assertThatThrownBy(() -> submit(second, SqlLogger.NOP_SQL_LOGGER))
                    .isInstanceOfSatisfying(RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED.name()));
            assertThat(org.status(stored.get()).request()).isEqualTo(stored.get());
        }
        assertThat(attempts).as("nothing was tried again").hasValue(2);
    }

    @Test
    void theCountedOneWaitsForTheRowBeforeItTakesTheLog() throws Exception {
        submitBoth(UNCOUNTED, new Pause(false), COUNTED);
    }

    @Test
    void theOtherWaitsForTheLimitsBeforeItStoresItsRow() throws Exception {
        submitBoth(COUNTED, new Pause(true), UNCOUNTED);
    }
}
