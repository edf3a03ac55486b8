package dev.agenthub.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.events.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GroupedAppendsTest {
    private final OrgTransactions transactions = TestDatabase.get().database().transactions();
    private final UUID org = TestDatabase.organization();
    private final AuditLog log = new AuditLog(new EventStream(), InstantSource.system());
    private final AtomicInteger commits = new AtomicInteger();
    private final GroupedAppends appends = new GroupedAppends(new Counted(), log);

    @Test
    void returnsThePlacesOfItsOwnEventsWhenTheyAreCommitted() {
        assertThat(appends.append(org, draft("a"), draft("b"))).containsExactly(0L, 1L);
        assertThat(size()).isEqualTo(2);
        assertThat(appends.append(org, draft("c"))).containsExactly(2L);
        assertThat(commits).hasValue(2);
    }

    @Test
    void commitsTogetherWhatGathersWhileTheLogIsLocked() throws Exception {
        List<CompletableFuture<List<Long>>> calls = whileLocked(40, _ -> draft("a"));
        List<Long> places = new ArrayList<>();
        for (CompletableFuture<List<Long>> call : calls) {
            places.addAll(call.join());
        }
        assertThat(places).containsExactlyInAnyOrderElementsOf(LongStream.range(0, 40).boxed().toList());
        assertThat(size()).isEqualTo(40);
        assertThat(commits).hasValue(2);
    }

    @Test
    void nobodyFailsForAnEventOfSomebodyElse() throws Exception {
        List<CompletableFuture<List<Long>>> calls = whileLocked(5,
                i -> i == 3 ? draft("late").until(Instant.EPOCH) : draft("a"));
        assertThat(calls.get(3).handle((_, e) -> String.valueOf(e)).join())
                .contains("It is too late for late");
        calls.remove(3);
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).hasSize(1));
        assertThat(size()).isEqualTo(4);
    }

    @Test
    void afterAFailedCommitNobodyTriesAgain() {
        GroupedAppends failing = new GroupedAppends(new Counted() {
            @Override
            public <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X {
                super.call(context, work);
                throw new IllegalStateException("the connection was lost");
            }
        }, log);
        assertThatThrownBy(() -> failing.append(org, draft("a"))).hasMessage("the connection was lost");
        assertThat(size()).isEqualTo(1);
        assertThat(commits).hasValue(1);
    }

    @Test
    void isRefusedWithinATransaction() {
        assertThatThrownBy(() -> transactions.run(OrgContext.system(org), _ -> appends.append(org, draft("a"))))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("transaction");
        assertThat(size()).isZero();
    }

    /** So many calls, all of them made while somebody else holds the log's lock: one has begun, and the others wait for it. */
    private List<CompletableFuture<List<Long>>> whileLocked(int count, IntFunction<EventDraft> drafts)
            throws InterruptedException {
        CountDownLatch locked = new CountDownLatch(1);
        CompletableFuture<Boolean> release = new CompletableFuture<>();
        Thread holder = Thread.ofVirtual().start(() -> transactions.run(OrgContext.system(org), handle -> {
            handle.execute("select audit.take_turn()");
            locked.countDown();
            release.join();
        }));
        locked.await();
        List<CompletableFuture<List<Long>>> calls = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            EventDraft draft = drafts.apply(i);
            CompletableFuture<List<Long>> call = new CompletableFuture<>();
            calls.add(call);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    call.complete(appends.append(org, draft));
                } catch (RuntimeException e) {
                    call.completeExceptionally(e);
                }
            }));
            if (i == 0) {
                await().atMost(Duration.ofSeconds(60)).until(() -> commits.get() == 1);
            }
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> threads.stream().skip(1)
                .allMatch(thread -> thread.getState() == Thread.State.WAITING));
        release.complete(true);
        holder.join();
        return calls;
    }

    private static EventDraft draft(String type) {
        return new EventDraft(type, AuditLog.system(), new Subject("s", "test"), null, JsonObject.builder().build());
    }

    private long size() {
        return transactions.<AuditLog.Head, RuntimeException>call(OrgContext.system(org), log::head).size();
    }

    /** Counts how often a transaction is begun. */
    private class Counted implements OrgTransactions {
        @Override
        public <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X {
            commits.incrementAndGet();
            return transactions.call(context, work);
        }

        @Override
        public <T, X extends Exception> T together(OrgContext context, Work<T, X> work) throws X {
            commits.incrementAndGet();
            return transactions.together(context, work);
        }

        @Override
        public boolean isOpen() {
            return transactions.isOpen();
        }
    }
}
