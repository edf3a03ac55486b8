package dev.agenthub.server.approvals.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.sandbox.SampleWorld;
import dev.agenthub.server.sandbox.SampleWorld.Someone;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts what a decision sends to the database: each round trip is time that the member waits. */
class DecisionRoundTripsTest {

    /** Locks; reads; spends the challenge and stores the vote; moves the request and takes the log's turn; appends the event. */
    private static final int EXECUTED = 5;
    /** These, with beginning and ending the transaction; the driver sends the reads in three parts once they are prepared. */
    private static final int ROUND_TRIPS = 9;
    private static final int UNTIL_PREPARED = 8;

    @TempDir
    private Path folder;

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private SampleWorld world;
    private Someone owner;
    private Approvals counted;

    /** Every transaction adds what it executes to {@link #sent}; beginning and ending it are not in there. */
    private final class Counting implements OrgTransactions {
        private final OrgTransactions transactions;

        Counting(OrgTransactions transactions) {
            this.transactions = transactions;
        }

        @Override
        public <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X {
            return transactions.call(context, handle -> {
                handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext statement) {
                        sent.add(statement.getRenderedSql());
                    }
                });
                return work.run(handle);
            });
        }

        @Override
        public <T, X extends Exception> T together(OrgContext context, Work<T, X> work) throws X {
            return transactions.together(context, work);
        }
    }

    @BeforeEach
    void prepare() {
        world = new SampleWorld(folder, 1);
        owner = world.owner();
        OrgTransactions transactions = new Counting(world.database.transactions());
        counted = new Approvals(transactions, world.audit, world.events,
                new Expiry(transactions, world.audit, world.events, world.clock), ReadyListener.NOBODY, world.clock);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private RequestDetail decide(UUID request, SignedStatement signed) {
        sent.clear();
        return counted.decide(owner.caller(), request, signed);
    }

    @Test
    void recordsAnApprovalWithFewStatements() {
        UUID request = world.submit(1);

        RequestDetail approved = decide(request, world.signed(owner, request, Decision.APPROVE, ""));

        assertThat(approved.summary().state()).isEqualTo(RequestState.APPROVED);
        assertThat(sent).hasSizeLessThanOrEqualTo(EXECUTED);
    }

    @Test
    void waitsForTheDatabaseAFewTimesOnly(@TempDir Path recordings) throws IOException {
        for (int turn = 0; turn < UNTIL_PREPARED; turn++) {
            UUID request = world.submit(1);
            decide(request, world.signed(owner, request, Decision.APPROVE, ""));
        }
        long fewest = Long.MAX_VALUE;
        for (int turn = 0; turn < 5; turn++) {
            UUID request = world.submit(1);
            SignedStatement signed = world.signed(owner, request, Decision.APPROVE, "");
            // The fewest of some: the pool also asks a session that was idle for half a second whether it lives.
            fewest = Math.min(fewest, roundTrips(recordings.resolve(turn + ".jfr"), () -> decide(request, signed)));
        }
        assertThat(fewest).isBetween(1L, (long) ROUND_TRIPS);
    }

    /** How often this thread writes to a socket of the driver, which it does once before each wait for an answer. */
    private static long roundTrips(Path file, Runnable work) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("jdk.SocketWrite").withoutThreshold().withStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        long thread = Thread.currentThread().threadId();
        return RecordingFile.readAllEvents(file).stream()
                .filter(write -> write.getEventType().getName().equals("jdk.SocketWrite"))
                .filter(write -> write.getThread().getJavaThreadId() == thread)
                .filter(write -> write.getStackTrace().getFrames().stream()
                        .anyMatch(frame -> frame.getMethod().getType().getName().startsWith("org.postgresql.")))
                .count();
    }

    @Test
    void recordsADenialWithItsReasonWithAsMany() {
        UUID request = world.submit(1);

        RequestDetail denied = decide(request, world.signed(owner, request, Decision.DENY, "Not this customer."));

        assertThat(denied.summary().state()).isEqualTo(RequestState.DENIED);
        assertThat(world.status(request).reason()).isEqualTo("Not this customer.");
        assertThat(sent).hasSizeLessThanOrEqualTo(EXECUTED);
    }

    @Test
    void answersARepetitionWithoutWriting() {
        UUID request = world.submit(1);
        SignedStatement signed = world.signed(owner, request, Decision.APPROVE, "");
        RequestDetail first = decide(request, signed);

        assertThat(decide(request, signed)).isEqualTo(first);

        assertThat(sent).hasSize(2).noneMatch(statement -> statement.contains("update payload_fetch"));
    }
}
