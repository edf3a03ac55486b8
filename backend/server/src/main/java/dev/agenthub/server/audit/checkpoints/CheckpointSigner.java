package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.folder.DataFolder;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs checkpoints, and keeps the last signed state of each organization's log in a file that the database cannot reach.
 *
 * <p>A tree is signed only where it continues the last signed one. The links of new entries are computed from
 * their events and the remembered last link, so they match only where the earlier entries are unchanged;
 * {@link #signWhole} computes the earlier entries again, too. The state is on disk before the signature is
 * returned. Not thread-safe: {@link Checkpoints} admits one caller at a time for an organization.
 */
final class CheckpointSigner {
    private static final int SEED_LENGTH = 32;

    private final DataFolder folder;

    /** A signed checkpoint and its note. */
    record Signed(Checkpoint checkpoint, String note) {}

    /**
     * A checkpoint of a log that was computed again from its first entry.
     *
     * @param frontier the state before the requested entry; null where that is the first
     * @param bytes the total size of the events from the requested entry on
     */
    record Whole(Signed signed, @Nullable Frontier frontier, long bytes) {}

    CheckpointSigner(DataFolder folder) {
        this.folder = folder;
    }

    /** The key that verifies an organization's checkpoints. */
    VerifierKey verifierKey(Origin origin) {
        return signer(origin).verifierKey();
    }

    /** The last signed checkpoint of this log; null before the first. */
    @Nullable
    Signed last(Origin origin) {
        SignerMemory last = memory(origin);
        return last == null ? null : new Signed(last.checkpoint(), last.note());
    }

    /**
     * Checks, from the log's end alone, whether the log can be a continuation of the last signed one.
     *
     * <p>Takes no lock, so others may sign meanwhile; a head read before that would appear rolled back.
     * A result counts only where the remembered state is the same before and after the head was read.
     *
     * @param heads reads the present end of the log
     * @throws CheckpointRefusedException where the log cannot continue the signed one
     */
    void check(UUID org, Supplier<AuditLog.Head> heads) {
        SignerMemory before = memory(org);
        while (true) {
            AuditLog.Head head = heads.get();
            SignerMemory after = memory(org);
            if (Objects.equals(before, after)) {
                continued(head, after);
                return;
            }
            before = after;
        }
    }

    /** Signs the tree of this head, reading only entries newer than the last checkpoint. */
    Signed sign(AuditLog.Head head, StoredLog log) {
        SignerMemory memory = memory(head.origin());
        SignerMemory last = continued(head, memory);
        LogFollower follower = last == null ? LogFollower.start(head.origin()) : last.follower();
        follow(head, memory, last, follower, log, _ -> {});
        return sign(head, last, follower);
    }

    /**
     * Signs the tree of this head, computing it again from the first entry.
     *
     * @param since the number of leading entries that the caller already has, at most the head's size
     */
    Whole signWhole(AuditLog.Head head, StoredLog log, long since) {
        SignerMemory memory = memory(head.origin());
        SignerMemory last = continued(head, memory);
        LogFollower follower = LogFollower.start(head.origin());
        Passing passing = new Passing(since, follower);
        follow(head, memory, last, follower, log, passing);
        return new Whole(sign(head, last, follower), passing.frontier, passing.bytes);
    }

    /**
     * Computes an earlier incarnation of the log again, up to one of its published checkpoints.
     *
     * @throws CheckpointRefusedException CHECKPOINT_FORKED or CHECKPOINT_LINKS_MISSING where it is not the signed one
     */
    Whole confirm(Origin origin, String note, StoredLog log, long since) {
        Checkpoint checkpoint = SignerMemory.open(note, this::verifierKey);
        LogFollower follower = LogFollower.start(origin);
        Passing passing = new Passing(since, follower);
        log.read(0, entry -> {
            follower.take(entry.event());
            passing.accept(entry);
        });
        if (follower.size() != checkpoint.size() || !follower.root().equals(checkpoint.root())) {
            throw forked(checkpoint);
        }
        return new Whole(new Signed(checkpoint, note), passing.frontier, passing.bytes);
    }

    /**
     * Declares that the log continues as another incarnation: from now on only one is signed whose first event cites the last note.
     *
     * @param current the incarnation that the database shows
     * @param published the last note of it that the database has; null for none
     * @return the last note of the earlier incarnation, and the new incarnation's origin
     */
    Succession succeed(Origin current, @Nullable String published) {
        SignerMemory remembered = memory(current);
        if (remembered == null) {
            throw new IllegalStateException("Nothing was signed that a restored log could differ from");
        }
        SignerMemory last = latest(remembered, current, published);
        Origin signed = Origin.parse(last.checkpoint().origin());
        Origin next = new Origin(current.deployment(), current.org(),
                Math.max(current.incarnation(), signed.incarnation()) + 1);
        // Kept as evidence of what was signed before the restore.
        last.write(folder.checkpoints().resolve(current.org() + "." + signed.incarnation() + ".note"));
        last.followedBy(next).write(file(current.org()));
        return new Succession(last.note(), next);
    }

    /**
     * The state to continue from. A state file restored from a backup may be older than the database, and
     * lack the latest incarnation; a note of it in the database is accepted because this key signed it.
     */
    private SignerMemory latest(SignerMemory remembered, Origin current, @Nullable String published) {
        int seen = Origin.parse(remembered.checkpoint().origin()).incarnation();
        if (published == null || current.incarnation() <= seen) {
            return remembered;
        }
        try {
            Checkpoint checkpoint = Checkpoint.open(published, verifierKey(current));
            return new SignerMemory(published, checkpoint, null, null);
        } catch (EvidenceException e) {
            throw new CheckpointRefusedException("CHECKPOINT_ORIGIN_CHANGED",
                    "The last checkpoint of " + current + " in the database was not signed by this key");
        }
    }

    /** The note that a new incarnation's first event cites, and its origin. */
    record Succession(String previousNote, Origin next) {}

    /** Captures the state before the first exported entry, and counts the bytes from there on. */
    private static final class Passing implements Consumer<StoredLog.Entry> {
        private final long since;
        private final LogFollower follower;
        private @Nullable Frontier frontier;
        private long bytes;

        Passing(long since, LogFollower follower) {
            this.since = since;
            this.follower = follower;
        }

        @Override
        public void accept(StoredLog.Entry entry) {
            if (follower.size() > since) {
                bytes += entry.event().length;
            } else if (follower.size() == since) {
                frontier = follower.frontier();
            }
        }
    }

    /** The remembered state where it belongs to this log; null where nothing was signed. */
    private static @Nullable SignerMemory continued(AuditLog.Head head, @Nullable SignerMemory memory) {
        if (memory == null || (head.origin().equals(memory.successor()) && head.size() > 0)) {
            return null;
        }
        Checkpoint signed = memory.checkpoint();
        if (!signed.origin().equals(head.origin().toString())) {
            throw new CheckpointRefusedException("CHECKPOINT_ORIGIN_CHANGED",
                    "The log calls itself " + head.origin() + "; the last checkpoint is of " + signed.origin());
        }
        if (head.size() < signed.size()) {
            throw new CheckpointRefusedException("CHECKPOINT_ROLLED_BACK",
                    "The log has " + head.size() + " entries; the last checkpoint is of " + signed.size());
        }
        SignerMemory.Tree tree = memory.tree();
        if (tree != null && head.size() == signed.size() && !head.link().equals(tree.link())) {
            throw forked(signed);
        }
        return memory;
    }

    private static CheckpointRefusedException forked(Checkpoint signed) {
        return new CheckpointRefusedException("CHECKPOINT_FORKED", "The first " + signed.size()
                + " entries of the log are not those that were signed; the last note stays as the proof");
    }

    private static void follow(AuditLog.Head head, @Nullable SignerMemory memory, @Nullable SignerMemory last,
            LogFollower follower, StoredLog log, Consumer<StoredLog.Entry> taken) {
        log.read(follower.size(), entry -> {
            if (memory != null && last == null && follower.size() == 0) {
                requireCitation(entry, memory);
            }
            if (!follower.take(entry.event()).equals(entry.link())) {
                throw broken(follower.size() - 1, last);
            }
            requireSignedRoot(follower, last);
            taken.accept(entry);
        });
        if (follower.size() != head.size() || !follower.link().equals(head.link())) {
            throw new CheckpointRefusedException("CHECKPOINT_LINKS_MISSING", "The log counts " + head.size()
                    + " entries and shows " + follower.size() + ", or its last is not the one that its head names");
        }
    }

    private static void requireCitation(StoredLog.Entry first, SignerMemory before) {
        AuditEvent event = AuditEvent.parse(first.event());
        if (!event.type().equals(EventType.LOG_RESTORED)
                || !event.data().string("previousCheckpoint").equals(before.note())) {
            throw new CheckpointRefusedException("CHECKPOINT_ORIGIN_CHANGED",
                    "The restored log does not begin with the last checkpoint of the one before it");
        }
    }

    /** The refusal for a first new entry that does not follow: an earlier entry was changed. */
    private static CheckpointRefusedException broken(long seq, @Nullable SignerMemory last) {
        return last != null && seq <= last.checkpoint().size()
                ? forked(last.checkpoint())
                : new CheckpointRefusedException("CHECKPOINT_LINK_MISMATCH",
                        "The content of entry " + seq + " of the log is not what was linked");
    }

    private static void requireSignedRoot(LogFollower follower, @Nullable SignerMemory last) {
        if (last != null && follower.size() == last.checkpoint().size()
                && !follower.root().equals(last.checkpoint().root())) {
            throw forked(last.checkpoint());
        }
    }

    private Signed sign(AuditLog.Head head, @Nullable SignerMemory last, LogFollower follower) {
        Checkpoint checkpoint = new Checkpoint(head.origin().toString(), head.size(), follower.root());
        SignerMemory same = last != null && last.checkpoint().equals(checkpoint) ? last : null;
        if (same != null && same.tree() != null) {
            return new Signed(checkpoint, same.note());
        }
        String note = same == null ? checkpoint.sign(signer(head.origin())) : same.note();
        SignerMemory.of(note, checkpoint, follower).write(file(head.origin().org()));
        return new Signed(checkpoint, note);
    }

    private @Nullable SignerMemory memory(Origin origin) {
        return memory(origin.org());
    }

    private @Nullable SignerMemory memory(UUID org) {
        return SignerMemory.read(file(org), this::verifierKey);
    }

    private NoteSigner signer(Origin origin) {
        return new NoteSigner(origin.toString(),
                folder.secret("checkpoint-" + origin.org() + ".seed", SEED_LENGTH).bytes());
    }

    private Path file(UUID org) {
        return folder.checkpoints().resolve(org + ".note");
    }
}
