package dev.agenthub.server.audit;

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
 * Publishes checkpoints: signs the log as it stands, keeps the note in the database for exports to come, and records that in the log.
 *
 * <p>The signature is made before the transaction that records it commits, never after: a note that
 * was handed out is always one that the signer remembers. A crash between the two leaves a remembered
 * note that nobody saw, which the next checkpoint continues. Safe for use by many threads.
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
    private final SignerTurn turn;

    /** A checkpoint and its signed note. */
    public record Published(Checkpoint checkpoint, String note) {}

    /**
     * A checkpoint of a log that was computed again from its first entry on.
     *
     * @param frontier the state before the place that was asked about; null where that is the beginning
     * @param bytes of the events from that place on
     */
    record Whole(Published published, @Nullable Frontier frontier, long bytes) {}

    public Checkpoints(OrgTransactions transactions, AuditLog log, DataFolder folder, InstantSource clock) {
        this.transactions = transactions;
        this.log = log;
        this.signer = new CheckpointSigner(folder);
        this.turn = new SignerTurn(folder);
        this.refusals = new Refusals(clock, log::stateChanged);
    }

    /** The key that checkpoints of this log are verified with. */
    public VerifierKey verifierKey(Origin origin) {
        return signer.verifierKey(origin);
    }

    /** The note of the last checkpoint of this log; empty before the first. */
    public Optional<String> lastNote(Origin origin) {
        return Optional.ofNullable(signer.last(origin)).map(CheckpointSigner.Signed::note);
    }

    /**
     * How the checkpoints of the current log stand; in the caller's transaction.
     *
     * @param note the last, null before the first and where it can't be read
     * @param publishedAt when that was, null where the database does not have it
     * @param refused why there are no more, null where all is well
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

    /**
     * Why the current log can't be the one that was signed, as far as is known; looks at
     * where it stands, which costs little. Null where all is well.
     */
    public @Nullable CheckpointRefusal refusal(UUID org) {
        return refused(org, () -> transactions.call(OrgContext.system(org), log::head));
    }

    /** Whether there is such a refusal. */
    public boolean isRefused(UUID org) {
        return refusal(org) != null;
    }

    /** Whether this process refused to sign for an organization and has not signed since; looks at nothing. */
    boolean standsRefused(UUID org) {
        return refusals.of(org) != null;
    }

    /**
     * Publishes a checkpoint of the log as it stands; costs what is newer than the last one.
     *
     * @param actor who asked for it
     * @throws CheckpointRefusedException where the log does not continue the one that was signed last
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
     * Publishes a checkpoint of a log that was computed again from its first entry on. Of an
     * earlier incarnation, which gets no more checkpoints, it is the last that the database has.
     *
     * @param incarnation null for the current one
     * @param since how many entries from the first on the caller has no need of
     * @param further an event about the checkpoint, to be recorded in the same transaction
     * @throws CheckpointRefusedException where the log does not continue the one that was signed last, or is not what was linked
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
     * Lets the log go on as a new incarnation, which the log's first event cites the last note in.
     *
     * @param declared what is done in the same transaction; the note and the new log's name are told
     * @throws RefusedException RESTORE_NOT_NEEDED where the log continues what was signed
     * @throws CheckpointRefusedException CHECKPOINT_MEMORY_DAMAGED where there is no note to cite
     */
    public void succeed(UUID org, Succession declared) {
        turn.take(org, () -> {
            transactions.run(OrgContext.system(org), handle -> {
                turn.requireOnlySigner(handle, org);
                AuditLog.Head head = log.head(handle);
                requireRefusal(head, stored(handle, head.origin(), head.size()));
                // On the disk before the commit: what comes after a death between the two is refused as before, and can be declared again.
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

    /** What a new incarnation begins with. */
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

    /** One at a time: a signer that saw the longer log first would take the shorter one for a rollback. */
    private <T> T alone(UUID org, boolean whole, OrgTransactions.Work<T, RuntimeException> work) {
        return turn.take(org, () -> {
            try {
                T published = transactions.call(OrgContext.system(org), handle -> {
                    turn.requireOnlySigner(handle, org);
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
