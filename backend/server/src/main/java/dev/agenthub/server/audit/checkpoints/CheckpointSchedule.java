package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.server.audit.AuditLog;
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
 * Publishes a checkpoint of a log when one is due: after a time, or after a number of new entries.
 *
 * <p>The entry that records a publication does not make another one due, so an idle log gets
 * no further checkpoints. Refusals are shown by {@link Checkpoints#state}. Thread-safe.
 */
public final class CheckpointSchedule {
    private final OrgTransactions transactions;
    private final AuditLog log;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Duration interval;
    private final int entries;

    /**
     * Creates a schedule.
     *
     * @param interval the longest that an entry may remain without a checkpoint
     * @param entries the number of new entries at which one is published at once
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
     * Checks the organizations that this process is responsible for, and those whose checkpoints
     * it has refused: a refusal of this process ends only by a signature of this process.
     *
     * @param ours whether this process is responsible for an organization now
     */
    public void look(Collection<UUID> organizations, Predicate<UUID> ours) {
        organizations.stream().filter(org -> checkpoints.standsRefused(org) || ours.test(org)).forEach(this::look);
    }

    /** Publishes a checkpoint of this organization's log if one is due; a refused log is tried again. */
    public void look(UUID org) {
        try {
            if (checkpoints.isRefused(org) || transactions.call(OrgContext.system(org), this::isDue)) {
                checkpoints.publish(org, AuditLog.system());
            }
        } catch (CheckpointRefusedException _) {
            // Recorded and logged where it was thrown.
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
