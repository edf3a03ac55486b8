package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.folder.DataFolder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checkpoints: signs the log's tree, stores the note in the database for exports, and records the publication in the log.
 *
 * <p>The signature is made before the transaction commits, so that every note that was handed out is one that the signer remembers.
 * After a crash between the two, the signer remembers a note that nobody received; the next checkpoint continues it. Thread-safe.
 */
public final class Checkpoints {
    private static final int FETCH_SIZE = 1_000;
    private static final String ENTRIES = """
            select event, link from audit.event
             where org_id = (select sec.current_org()) and incarnation = :incarnation and seq >= :from and seq < :size
             order by seq
            """;

    private final OrgTransactions transactions;
    private final AuditLog log;
    private final CheckpointSigner signer;
    private final Refusals refusals;
    private final SignerLock lock;

    /** A published checkpoint and its signed note. */
    public record Published(Checkpoint checkpoint, String note) {}

    /**
     * A checkpoint of a log that was computed again from its first entry.
     *
     * @param frontier the state before the requested entry; null where that is the first
     * @param bytes the total size of the events from the requested entry on
     */
    record Whole(Published published, @Nullable Frontier frontier, long bytes) {}

    public Checkpoints(OrgTransactions transactions, AuditLog log, DataFolder folder, InstantSource clock) {
        this.transactions = transactions;
        this.log = log;
        this.signer = new CheckpointSigner(folder);
        this.lock = new SignerLock(folder);
        this.refusals = new Refusals(clock, log::stateChanged);
    }

    /** The key that verifies this log's checkpoints. */
    public VerifierKey verifierKey(Origin origin) {
        return signer.verifierKey(origin);
    }

    /** The note of this log's last checkpoint; empty before the first. */
    public Optional<String> lastNote(Origin origin) {
        return Optional.ofNullable(signer.last(origin)).map(CheckpointSigner.Signed::note);
    }

    /**
     * The state of the current log's checkpoints; read in the caller's transaction.
     *
     * @param note the last one; null before the first and where it cannot be read
     * @param publishedAt when it was published; null where the database does not have it
     * @param refused why no checkpoints are signed; null where they are
     */
    public record State(@Nullable String note, @Nullable Instant publishedAt, @Nullable CheckpointRefusal refused) {}

    public State state(Handle handle, AuditLog.Head head) {
        UUID org = head.origin().org();
        CheckpointRefusal refused = refused(org, () -> log.head(handle));
        try {
            CheckpointSigner.Signed last = signer.last(head.origin());
            return last == null
                    ? new State(null, null, refused)
                    : new State(last.note(), CheckpointRows.publishedAt(handle,
                            Origin.parse(last.checkpoint().origin()), last.checkpoint().size()).orElse(null), refused);
        } catch (CheckpointRefusedException e) {
            refusals.add(org, e, false);
            return new State(null, null, refusals.of(org));
        }
    }

    private @Nullable CheckpointRefusal refused(UUID org, Supplier<AuditLog.Head> heads) {
        try {
            signer.check(org, heads);
        } catch (CheckpointRefusedException e) {
            refusals.add(org, e, false);
        }
        return refusals.of(org);
    }

    /** Why the current log cannot be the signed one; null where nothing contradicts it. Checks the log's end only, which is cheap. */
    public @Nullable CheckpointRefusal refusal(UUID org) {
        return refused(org, () -> transactions.call(OrgContext.system(org), log::head));
    }

    /** Whether {@link #refusal} finds a contradiction. */
    public boolean isRefused(UUID org) {
        return refusal(org) != null;
    }

    /** Whether this process refused to sign for an organization and has not signed since; reads nothing. */
    boolean standsRefused(UUID org) {
        return refusals.of(org) != null;
    }

    /**
     * Publishes a checkpoint of the present log; reads the entries newer than the last one.
     *
     * @param actor who requested it
     * @throws CheckpointRefusedException where the log does not continue the last signed one
     */
    public Published publish(UUID org, Actor actor) {
        boolean whole = refusals.needsWhole(org);
        return alone(org, whole, handle -> {
            AuditLog.Head head = log.head(handle);
            StoredLog stored = stored(handle, head.origin(), head.size());
            return publish(handle, org, whole ? signer.signWhole(head, stored, 0).signed() : signer.sign(head, stored),
                    actor, null);
        });
    }

    /**
     * Publishes a checkpoint of a log that was computed again from its first entry. Of an earlier
     * incarnation, which gets no further checkpoints, it confirms the last one in the database.
     *
     * @param incarnation null for the current one
     * @param since the number of leading entries that the caller already has
     * @param further an event about the checkpoint, appended in the same transaction
     * @throws CheckpointRefusedException where the log does not continue the last signed one, or a stored link is wrong
     * @throws RefusedException PIN_AHEAD_OF_LOG, NOT_FOUND or CHECKPOINT_MISSING
     */
    Whole publishWhole(UUID org, Actor actor, @Nullable Integer incarnation, long since,
            Function<Checkpoint, EventDraft> further) {
        int current = transactions.call(OrgContext.system(org), log::head).origin().incarnation();
        return incarnation == null || incarnation == current
                ? publishWhole(org, actor, since, further)
                : transactions.call(OrgContext.system(org),
                        handle -> earlier(handle, org, incarnation, since, further));
    }

    private Whole publishWhole(UUID org, Actor actor, long since, Function<Checkpoint, EventDraft> further) {
        return alone(org, true, handle -> {
            AuditLog.Head head = log.head(handle);
            requireAtMost(since, head.size());
            CheckpointSigner.Whole whole = signer.signWhole(head, stored(handle, head.origin(), head.size()), since);
            return new Whole(publish(handle, org, whole.signed(), actor, further), whole.frontier(), whole.bytes());
        });
    }

    private Whole earlier(Handle handle, UUID org, int incarnation, long since,
            Function<Checkpoint, EventDraft> further) {
        AuditLog.Head head = log.head(handle, incarnation);
        String note = CheckpointRows.largest(handle, head)
                .orElseThrow(() -> new RefusedException(ErrorCode.CHECKPOINT_MISSING));
        long size = Checkpoint.unverified(note).size();
        requireAtMost(since, size);
        CheckpointSigner.Whole whole = signer.confirm(head.origin(), note, stored(handle, head.origin(), size), since);
        log.append(handle, org, further.apply(whole.signed().checkpoint()));
        return new Whole(new Published(whole.signed().checkpoint(), note), whole.frontier(), whole.bytes());
    }

    private static void requireAtMost(long since, long size) {
        if (since > size) {
            throw new RefusedException(ErrorCode.PIN_AHEAD_OF_LOG,
                    "The log has " + size + " entries; the pin has " + since + ".");
        }
    }

    /**
     * Continues the log as a new incarnation, whose first event cites the last note.
     *
     * @param declared does the further work in the same transaction, given the note and the new origin
     * @throws RefusedException RESTORE_NOT_NEEDED where the log continues the signed one
     * @throws CheckpointRefusedException CHECKPOINT_MEMORY_DAMAGED where there is no note to cite
     */
    public void succeed(UUID org, Succession declared) {
        lock.take(org, () -> {
            transactions.run(OrgContext.system(org), handle -> {
                lock.requireOnlySigner(handle, org);
                AuditLog.Head head = log.head(handle);
                requireRefusal(head, stored(handle, head.origin(), head.size()));
                // On disk before the commit: after a crash between the two the log is
                // refused as before, and the restore can be declared again.
                CheckpointSigner.Succession next = signer.succeed(head.origin(),
                        CheckpointRows.largest(handle, head).orElse(null));
                handle.createQuery("select audit.restore_log(:next)").bind("next", next.next().incarnation())
                        .mapTo(String.class).one();
                declared.begin(handle, next.next(), next.previousNote());
            });
            refusals.clear(org);
            return org;
        });
    }

    /** The work done when a new incarnation begins. */
    @FunctionalInterface
    public interface Succession {
        void begin(Handle handle, Origin next, String previousNote);
    }

    private void requireRefusal(AuditLog.Head head, StoredLog stored) {
        try {
            signer.signWhole(head, stored, 0);
        } catch (CheckpointRefusedException e) {
            if (!e.isRestorable()) {
                throw e;
            }
            return;
        }
        throw new RefusedException(ErrorCode.RESTORE_NOT_NEEDED);
    }

    /** One caller at a time: a signer that saw the longer log first would take the shorter one for a rollback. */
    private <T> T alone(UUID org, boolean whole, OrgTransactions.Work<T, RuntimeException> work) {
        return lock.take(org, () -> {
            try {
                T published = transactions.call(OrgContext.system(org), handle -> {
                    lock.requireOnlySigner(handle, org);
                    return work.run(handle);
                });
                refusals.clear(org);
                return published;
            } catch (CheckpointRefusedException e) {
                refusals.add(org, e, whole);
                throw e;
            }
        });
    }

    private static StoredLog stored(Handle handle, Origin origin, long size) {
        return (from, reader) -> handle.createQuery(ENTRIES)
                .bind("incarnation", origin.incarnation())
                .bind("from", from)
                .bind("size", size)
                .setFetchSize(FETCH_SIZE)
                .map((row, _) -> new StoredLog.Entry(row.getBytes("event"), Hash.of(row.getBytes("link"))))
                .useIterator(entries -> entries.forEachRemaining(reader));
    }

    private Published publish(Handle handle, UUID org, CheckpointSigner.Signed signed, Actor actor,
            @Nullable Function<Checkpoint, EventDraft> further) {
        List<EventDraft> events = new ArrayList<>();
        if (CheckpointRows.add(handle, signed)) {
            events.add(published(actor, signed.checkpoint()));
        }
        if (further != null) {
            events.add(further.apply(signed.checkpoint()));
        }
        if (!events.isEmpty()) {
            log.append(handle, org, events.toArray(EventDraft[]::new));
        }
        return new Published(signed.checkpoint(), signed.note());
    }

    private static EventDraft published(Actor actor, Checkpoint checkpoint) {
        return new EventDraft(EventType.CHECKPOINT_PUBLISHED, actor, new Subject(checkpoint.origin(), "log"), null,
                JsonObject.builder().put("size", checkpoint.size()).put("root", checkpoint.root().hex()).build());
    }
}
