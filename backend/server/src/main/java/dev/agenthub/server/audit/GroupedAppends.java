package dev.agenthub.server.audit;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends events that only record what has happened, for example calls through a connector. While one group of callers'
 * events is committed, the next group gathers, so that concurrent callers share one lock of the log and one commit.
 *
 * <p>A call returns when its own events are committed. Where one caller's event fails, the group's
 * calls are tried again one by one, so that only that caller fails; where the commit itself fails,
 * its outcome is unknown and every caller of the group gets the exception. Thread-safe.
 */
public final class GroupedAppends {
    /** The most calls whose events are committed together. */
    static final int MOST = 256;
    /** How long a group waits for as many callers as the last one had: they have just returned and are likely to call again. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final OrgTransactions transactions;
    private final AuditLog log;
    private final Map<UUID, Group> groups = new ConcurrentHashMap<>();

    public GroupedAppends(OrgTransactions transactions, AuditLog log) {
        this.transactions = transactions;
        this.log = log;
    }

    /**
     * Appends these events in order, with consecutive sequence numbers, which are returned after the commit.
     *
     * @throws TooLateException where an event's {@code until} has passed
     * @throws IllegalStateException within a transaction, whose locks the group might wait for
     */
    public List<Long> append(UUID org, EventDraft... drafts) {
        if (transactions.isOpen()) {
            throw new IllegalStateException("Events that belong to a transaction are appended by it.");
        }
        return groups.computeIfAbsent(org, Group::new).append(new Call(List.of(drafts)));
    }

    /** One caller's events and their result. */
    private static final class Call {
        private final List<EventDraft> drafts;
        private @Nullable List<Long> places;
        private @Nullable RuntimeException failure;

        Call(List<EventDraft> drafts) {
            this.drafts = drafts;
        }

        boolean isOpen() {
            return places == null && failure == null;
        }

        List<Long> result() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(places);
        }
    }

    /** The waiting callers of one organization. A caller that finds no commit in progress commits for all that wait. */
    private final class Group {
        private final UUID org;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition committed = lock.newCondition();
        private final Condition arrived = lock.newCondition();
        private final Deque<Call> waiting = new ArrayDeque<>();
        private boolean working;
        private int last;

        Group(UUID org) {
            this.org = org;
        }

        List<Long> append(Call mine) {
            lock.lock();
            try {
                waiting.add(mine);
                arrived.signal();
                while (mine.isOpen()) {
                    if (working) {
                        committed.awaitUninterruptibly();
                    } else {
                        work();
                    }
                }
                return mine.result();
            } finally {
                lock.unlock();
            }
        }

        private void work() {
            working = true;
            gather();
            List<Call> calls = new ArrayList<>();
            while (!waiting.isEmpty() && calls.size() < MOST) {
                calls.add(waiting.remove());
            }
            last = calls.size();
            lock.unlock();
            try {
                commit(calls);
            } finally {
                lock.lock();
                working = false;
                committed.signalAll();
            }
        }

        private void gather() {
            try {
                for (long left = GATHER_NANOS; waiting.size() < last && left > 0;) {
                    left = arrived.awaitNanos(left);
                }
            } catch (InterruptedException _) {
                // The events are appended even so; the caller handles its interruption afterwards.
                Thread.currentThread().interrupt();
            }
        }

        private void commit(List<Call> calls) {
            EventDraft[] drafts = calls.stream().flatMap(call -> call.drafts.stream()).toArray(EventDraft[]::new);
            AtomicBoolean appended = new AtomicBoolean();
            try {
                List<Long> places = transactions.call(OrgContext.system(org), handle -> {
                    List<Long> all = log.append(handle, org, drafts);
                    appended.set(true);
                    return all;
                });
                int from = 0;
                for (Call call : calls) {
                    call.places = List.copyOf(places.subList(from, from + call.drafts.size()));
                    from += call.drafts.size();
                }
            } catch (RuntimeException e) {
                if (calls.size() == 1 || appended.get()) {
                    calls.forEach(call -> call.failure = e);
                } else {
                    calls.stream().map(List::of).forEach(this::commit);
                }
            } catch (Error e) {
                // No other thread would complete the waiting calls.
                calls.forEach(call -> call.failure = new IllegalStateException("The events could not be appended.", e));
                throw e;
            }
        }
    }
}
