package dev.agenthub.server.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests signing by two backends on one database and one folder. */
class TwoSignersTest {

    private static final int ROUNDS = 50;

    private final OrgTransactions transactions = TestDatabase.get().database().transactions();
    private final UUID org = TestDatabase.organization();
    private final TestClock clock = new TestClock();
    private final AuditLog log = new AuditLog(new EventStream(), clock);
    @TempDir
    private Path folder;
    private DataFolder data;
    private Checkpoints one;
    private Checkpoints other;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder);
        one = new Checkpoints(transactions, log, data, clock);
        other = new Checkpoints(transactions, log, data, clock);
    }

    @AfterEach
    void close() {
        data.close();
    }

    private void append() {
        transactions.run(OrgContext.system(org), handle -> log.append(handle, org, new EventDraft("test",
                AuditLog.system(), new Subject("1", "test"), null, JsonObject.builder().build())));
    }

    private void appendAndSign() {
        append();
        one.publish(org, AuditLog.system());
    }

    /** The result of a check between whose reads of the log's end and of the signed state the other backend signs. */
    private void signsBetween(Runnable signing) {
        CheckpointSigner looking = new CheckpointSigner(data);
        AtomicInteger reads = new AtomicInteger();
        looking.check(org, () -> {
            AuditLog.Head head = transactions.call(OrgContext.system(org), log::head);
            if (reads.getAndIncrement() == 0) {
                signing.run();
            }
            return head;
        });
        assertThat(reads).hasValue(2);
    }

    @Test
    void neverTakeWhatTheOtherSignsMeanwhileForARollback() {
        signsBetween(this::appendAndSign);
        signsBetween(this::appendAndSign);
    }

    @Test
    void neverTakeAHeadThatWasReadLongAgoForARollback() {
        transactions.run(OrgContext.system(org), handle -> {
            AuditLog.Head head = log.head(handle);
            CompletableFuture.runAsync(this::appendAndSign).join();

            assertThat(other.state(handle, head).refused()).isNull();
        });
        assertThat(other.isRefused(org)).isFalse();
    }

    @Test
    void refuseNothingWhileBothSignAndLook() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<?>> all = new ArrayList<>();
            for (Checkpoints backend : List.of(one, other, other)) {
                all.add(threads.submit(() -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        append();
                        if (backend.isRefused(org)) {
                            refusals.incrementAndGet();
                        }
                        backend.publish(org, AuditLog.system());
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }

        assertThat(refusals).hasValue(0);
    }

    @Test
    void endEachItsOwnRefusalWhoeverLooksAtTheOrganization() throws Exception {
        CheckpointSchedule schedule = new CheckpointSchedule(transactions, log, other, clock, Duration.ofMinutes(5),
                10);
        append();
        one.publish(org, AuditLog.system());
        Path memory = data.checkpoints().resolve(org + ".note");
        String kept = Files.readString(memory);
        Files.writeString(memory, "damaged");
        assertThat(other.isRefused(org)).isTrue();

        schedule.look(List.of(org), _ -> false);
        assertThat(other.isRefused(org)).isTrue();
        Files.writeString(memory, kept);
        append();
        one.publish(org, AuditLog.system());
        schedule.look(List.of(org), _ -> false);

        assertThat(other.isRefused(org)).isFalse();
        long size = transactions.call(OrgContext.system(org), log::head).size();
        append();
        clock.advance(Duration.ofHours(1));
        schedule.look(List.of(org), _ -> false);
        assertThat(transactions.call(OrgContext.system(org), log::head).size()).isEqualTo(size + 1);
    }
}
