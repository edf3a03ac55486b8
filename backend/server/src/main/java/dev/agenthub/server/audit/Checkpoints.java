package dev.agenthub.server.audit;

import dev.agenthub.db.OrgContext;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.server.DataFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Publishes checkpoints: signs the log as it stands, keeps the note in the database for exports to come, and records that in the log.
 *
 * <p>The signature is made before the transaction that records it commits, never after: a note that was handed out is always one that the signer
 * remembers. A crash between the two leaves a remembered note that nobody saw, which the next checkpoint continues. Safe for use by many threads.
 */
public final class Checkpoints {
    private static final int FETCH_SIZE = 1_000;

    private final OrgTransactions transactions;
    private final AuditLog log;
    private final CheckpointSigner signer;
    private final Map<UUID, ReentrantLock> locks = new ConcurrentHashMap<>();

    /** A checkpoint and its signed note. */
    public record Published(Checkpoint checkpoint, String note) {}

    /**
     * A checkpoint of a log that was computed again from its first entry on.
     *
     * @param frontier the state before the place that was asked about; null where that is the beginning
     * @param bytes of the events from that place on
     */
    record Whole(Published published, @Nullable Frontier frontier, long bytes) {}

    public Checkpoints(OrgTransactions transactions, AuditLog log, DataFolder folder) {
        this.transactions = transactions;
        this.log = log;
        this.signer = new CheckpointSigner(folder);
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
     * Publishes a checkpoint of the log as it stands; costs what is newer than the last one.
     *
     * @param actor who asked for it
     * @throws CheckpointRefusedException where the log does not continue the one that was signed last
     */
    public Published publish(UUID org, Actor actor) {
        return alone(org, handle -> {
            AuditLog.Head head = log.head(handle);
            return publish(handle, org, signer.sign(head, stored(handle, head)), actor, null);
        });
    }

    /**
     * Publishes a checkpoint of a log that was computed again from its first entry on.
     *
     * @param since how many entries from the first on the caller has no need of
     * @param further an event about the checkpoint, to be recorded in the same transaction
     * @throws CheckpointRefusedException where the log does not continue the one that was signed last, or is not what was linked
     */
    Whole publishWhole(UUID org, Actor actor, long since, Function<Checkpoint, EventDraft> further) {
        return alone(org, handle -> {
            AuditLog.Head head = log.head(handle);
            CheckpointSigner.Whole whole = signer.signWhole(head, stored(handle, head), since);
            return new Whole(publish(handle, org, whole.signed(), actor, further), whole.frontier(), whole.bytes());
        });
    }

    /** One at a time: a signer that saw the longer log first would take the shorter one for a rollback. */
    private <T> T alone(UUID org, OrgTransactions.Work<T, RuntimeException> work) {
        ReentrantLock lock = locks.computeIfAbsent(org, _ -> new ReentrantLock());
        lock.lock();
        try {
            return transactions.call(OrgContext.system(org), work);
        } finally {
            lock.unlock();
        }
    }

    private static StoredLog stored(Handle handle, AuditLog.Head head) {
        return (from, reader) -> handle
                .createQuery("select event, link from audit.event where seq >= :from and seq < :size order by seq")
                .bind("from", from)
                .bind("size", head.size())
                .setFetchSize(FETCH_SIZE)
                .map((row, _) -> new StoredLog.Entry(row.getBytes("event"), Hash.of(row.getBytes("link"))))
                .useIterator(entries -> entries.forEachRemaining(reader));
    }

    private Published publish(Handle handle, UUID org, CheckpointSigner.Signed signed, Actor actor,
            @Nullable Function<Checkpoint, EventDraft> further) {
        List<EventDraft> events = new ArrayList<>();
        if (remember(handle, org, signed)) {
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

    /** Whether the checkpoint is new to the database. */
    private static boolean remember(Handle handle, UUID org, CheckpointSigner.Signed signed) {
        return handle.createUpdate("""
                insert into hub.checkpoint (org_id, size, root, note)
                values (:org, :size, :root, :note)
                on conflict do nothing
                """)
                .bind("org", org)
                .bind("size", signed.checkpoint().size())
                .bind("root", signed.checkpoint().root().bytes())
                .bind("note", signed.note())
                .execute() == 1;
    }

    private static EventDraft published(Actor actor, Checkpoint checkpoint) {
        return new EventDraft(EventType.CHECKPOINT_PUBLISHED, actor, new Subject(checkpoint.origin(), "log"), null,
                JsonObject.builder().put("size", checkpoint.size()).put("root", checkpoint.root().hex()).build());
    }
}
