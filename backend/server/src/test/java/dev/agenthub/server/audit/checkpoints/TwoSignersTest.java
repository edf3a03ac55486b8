package dev.agenthub.server.audit.checkpoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.audit.AuditLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests signing by two backends on one database and one folder. */
class TwoSignersTest extends CheckpointedLog {

    private static final int ROUNDS = 50;

    private Checkpoints one;
    private Checkpoints other;

    @BeforeEach
    void open() {
        one = checkpoints();
        other = checkpoints();
    }

    private void appendAndSign() {
        append(1);
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
                        append(1);
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
        append(1);
        one.publish(org, AuditLog.system());
        Path memory = data.checkpoints().resolve(org + ".note");
        String kept = Files.readString(memory);
        Files.writeString(memory, "damaged");
        assertThat(other.isRefused(org)).isTrue();

        schedule.look(List.of(org), _ -> false);
        assertThat(other.isRefused(org)).isTrue();
        Files.writeString(memory, kept);
        append(1);
        one.publish(org, AuditLog.system());
        schedule.look(List.of(org), _ -> false);

        assertThat(other.isRefused(org)).isFalse();
        long size = transactions.call(OrgContext.system(org), log::head).size();
        append(1);
        clock.advance(Duration.ofHours(1));
        schedule.look(List.of(org), _ -> false);
        assertThat(transactions.call(OrgContext.system(org), log::head).size()).isEqualTo(size + 1);
    }
}
