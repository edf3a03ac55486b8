package dev.agenthub.server.audit;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.server.common.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Publishes a checkpoint of a log when one is due: when an entry has gone without for too long, or when many have come.
 *
 * <p>That a checkpoint was published is an entry too, and no reason for another one: a log in which nothing else
 * happens comes to rest. A refusal stays where {@link Checkpoints#state} shows it. Safe for use by many threads.
 */
public final class CheckpointSchedule {
    private final OrgTransactions transactions;
    private final AuditLog log;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Duration interval;
    private final int entries;

    /**
     * Makes a schedule.
     *
     * @param interval the longest that an entry goes without a checkpoint
     * @param entries so many new ones get one at once
     */
    public CheckpointSchedule(OrgTransactions transactions, AuditLog log, Checkpoints checkpoints, InstantSource clock,
            Duration interval, int entries) {
        this.transactions = transactions;
        this.log = log;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.interval = interval;
        this.entries = entries;
    }

    /**
     * Looks at some organizations, and at those that this process refused before, whoever looks
     * at them otherwise: only a signature of its own shows that its refusal no longer stands.
     *
     * @param ours whether it is for this process to look at an organization now
     */
    public void look(Collection<UUID> organizations, Predicate<UUID> ours) {
        organizations.stream().filter(org -> checkpoints.standsRefused(org) || ours.test(org)).forEach(this::look);
    }

    /** Publishes a checkpoint of this organization's log if one is due; a log that is refused is looked at again. */
    public void look(UUID org) {
        try {
            if (checkpoints.isRefused(org) || transactions.call(OrgContext.system(org), this::isDue)) {
                checkpoints.publish(org, AuditLog.system());
            }
        } catch (CheckpointRefusedException _) {
            // Noted where it was thrown, and said there once.
            return;
        }
    }

    private boolean isDue(Handle handle) {
        AuditLog.Head head = log.head(handle);
        long covered = checkpoints.lastNote(head.origin()).map(Checkpoint::unverified)
                .filter(last -> last.origin().equals(head.origin().toString())).map(Checkpoint::size).orElse(0L);
        Optional<Instant> waiting = firstUncovered(handle, head, covered);
        return waiting.isPresent() && (head.size() - covered >= entries
                || !waiting.get().plus(interval).isAfter(clock.instant()));
    }

    private static Optional<Instant> firstUncovered(Handle handle, AuditLog.Head head, long covered) {
        return handle.createQuery("""
                select event_time from audit.event
                 where org_id = (select sec.current_org()) and incarnation = :incarnation and seq >= :covered
                   and event_type <> :checkpoint
                 order by seq limit 1
                """)
                .bind("incarnation", head.origin().incarnation())
                .bind("covered", covered)
                .bind("checkpoint", EventType.CHECKPOINT_PUBLISHED)
                .map((row, _) -> Rows.instant(row, "event_time"))
                .findOne();
    }
}
