package dev.agenthub.server.audit;

import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.server.DataFolder;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signs checkpoints, and remembers the last one of each organization with its tree in a file that the database cannot reach.
 *
 * <p>It signs a tree only where that tree continues the last one. The links of new entries are computed from their events and the remembered last link, so
 * they follow only in a database whose past is still the one that was signed; that past itself is computed again by {@link #signWhole}. The memory is on
 * the disk before the signature leaves. Not safe for use by many threads: {@link Checkpoints} lets one in at a time for an organization.
 */
final class CheckpointSigner {
    private static final int SEED_LENGTH = 32;

    private final DataFolder folder;

    /** A checkpoint as it was signed. */
    record Signed(Checkpoint checkpoint, String note) {}

    /**
     * A checkpoint of a log that was computed again from its first entry on.
     *
     * @param frontier the state before the place that was asked about; null where that is the beginning
     * @param bytes of the events from that place on
     */
    record Whole(Signed signed, @Nullable Frontier frontier, long bytes) {}

    CheckpointSigner(DataFolder folder) {
        this.folder = folder;
    }

    /** The key that an organization's checkpoints are verified with. */
    VerifierKey verifierKey(Origin origin) {
        return signer(origin).verifierKey();
    }

    /** What was signed last for this organization; null before the first. */
    @Nullable
    Signed last(Origin origin) {
        SignerMemory last = memory(origin);
        return last == null ? null : new Signed(last.checkpoint(), last.note());
    }

    /**
     * Looks whether a log can be the one that was signed last, from where it stands alone.
     *
     * @throws CheckpointRefusedException where it can't
     */
    void check(AuditLog.Head head) {
        requireContinuation(head, memory(head.origin()));
    }

    /** Signs the tree of this head, having read what is newer than the last checkpoint. */
    Signed sign(AuditLog.Head head, StoredLog log) {
        SignerMemory last = memory(head.origin());
        requireContinuation(head, last);
        LogFollower follower = last == null ? LogFollower.start(head.origin()) : last.follower();
        follow(head, last, follower, log, _ -> {});
        return sign(head, last, follower);
    }

    /**
     * Signs the tree of this head, having computed all of it again.
     *
     * @param since how many entries from the first on the caller has no need of, at most as many as the head counts
     */
    Whole signWhole(AuditLog.Head head, StoredLog log, long since) {
        SignerMemory last = memory(head.origin());
        requireContinuation(head, last);
        LogFollower follower = LogFollower.start(head.origin());
        Passing passing = new Passing(since, follower);
        follow(head, last, follower, log, passing);
        return new Whole(sign(head, last, follower), passing.frontier, passing.bytes);
    }

    /** Notes the state at the place where an export begins, and how much comes after it. */
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

    private static void requireContinuation(AuditLog.Head head, @Nullable SignerMemory last) {
        if (last == null) {
            return;
        }
        Checkpoint signed = last.checkpoint();
        if (!signed.origin().equals(head.origin().toString())) {
            throw new CheckpointRefusedException("CHECKPOINT_ORIGIN_CHANGED",
                    "The log calls itself " + head.origin() + "; the last checkpoint is of " + signed.origin());
        }
        if (head.size() < signed.size()) {
            throw new CheckpointRefusedException("CHECKPOINT_ROLLED_BACK",
                    "The log has " + head.size() + " entries; the last checkpoint is of " + signed.size());
        }
        SignerMemory.Tree tree = last.tree();
        if (tree != null && head.size() == signed.size() && !head.link().equals(tree.link())) {
            throw forked(signed);
        }
    }

    private static CheckpointRefusedException forked(Checkpoint signed) {
        return new CheckpointRefusedException("CHECKPOINT_FORKED", "The first " + signed.size()
                + " entries of the log are not those that were signed; the last note stays as the proof");
    }

    private static void follow(AuditLog.Head head, @Nullable SignerMemory last, LogFollower follower, StoredLog log,
            Consumer<StoredLog.Entry> taken) {
        log.read(follower.size(), entry -> {
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

    /** The first entry that is new does not follow where anything before it was changed. */
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
        return SignerMemory.read(file(origin.org()), this::verifierKey);
    }

    private NoteSigner signer(Origin origin) {
        return new NoteSigner(origin.toString(),
                folder.secret("checkpoint-" + origin.org() + ".seed", SEED_LENGTH).bytes());
    }

    private Path file(UUID org) {
        return folder.checkpoints().resolve(org + ".note");
    }
}
