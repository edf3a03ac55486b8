package dev.agenthub.server.audit;

import dev.agenthub.db.OwnerOnly;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.VerifierKey;
import dev.agenthub.server.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Signs checkpoints, and remembers the last one of each organization in a file that the database cannot reach.
 *
 * <p>It signs a tree only where that tree continues the last one: the root over the old size is computed again from the links it is shown. A
 * database that was rolled back, or whose past was rewritten, gets no signature. The memory is on the disk before the signature leaves.
 * Not safe for use by many threads: {@link Checkpoints} lets one in at a time for an organization.
 */
final class CheckpointSigner {
    private static final int SEED_LENGTH = 32;

    private final DataFolder folder;

    /** A checkpoint as it was signed. */
    record Signed(Checkpoint checkpoint, String note) {}

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
        Path file = memory(origin.org());
        if (!Files.exists(file)) {
            return null;
        }
        try {
            String note = Files.readString(file);
            String name = Checkpoint.unverified(note).origin();
            VerifierKey key = signer(Origin.parse(name)).verifierKey();
            return new Signed(Checkpoint.open(note, key), note);
        } catch (IOException | EvidenceException e) {
            throw new CheckpointRefusedException("CHECKPOINT_MEMORY_DAMAGED",
                    "The last checkpoint in " + file + " can't be read, or was not signed by this key");
        }
    }

    /**
     * Signs the tree of this head.
     *
     * @param links every link of the log from the first on, at least as many as the head counts; no more are taken
     */
    Signed sign(AuditLog.Head head, Iterator<Hash> links) {
        Signed last = last(head.origin());
        if (last != null) {
            requireContinuation(head, last.checkpoint());
        }
        Checkpoint checkpoint = new Checkpoint(head.origin().toString(), head.size(), root(head, last, links));
        if (last != null && last.checkpoint().equals(checkpoint)) {
            return last;
        }
        Signed signed = new Signed(checkpoint, checkpoint.sign(signer(head.origin())));
        try {
            OwnerOnly.replace(memory(head.origin().org()), signed.note().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return signed;
    }

    private static void requireContinuation(AuditLog.Head head, Checkpoint last) {
        if (!last.origin().equals(head.origin().toString())) {
            throw new CheckpointRefusedException("CHECKPOINT_ORIGIN_CHANGED",
                    "The log calls itself " + head.origin() + "; the last checkpoint is of " + last.origin());
        }
        if (head.size() < last.size()) {
            throw new CheckpointRefusedException("CHECKPOINT_ROLLED_BACK",
                    "The log has " + head.size() + " entries; the last checkpoint is of " + last.size());
        }
    }

    private static Hash root(AuditLog.Head head, @Nullable Signed last, Iterator<Hash> links) {
        CompactRange tree = new CompactRange();
        Hash link = null;
        requireSameRoot(tree, last);
        while (tree.size() < head.size()) {
            if (!links.hasNext()) {
                throw new CheckpointRefusedException("CHECKPOINT_LINKS_MISSING",
                        "The log counts " + head.size() + " entries and shows " + tree.size());
            }
            link = links.next();
            tree.append(link);
            requireSameRoot(tree, last);
        }
        if (link != null && !link.equals(head.link())) {
            throw new CheckpointRefusedException("CHECKPOINT_LINKS_MISSING",
                    "The last entry of the log is not the one that its head names");
        }
        return tree.root();
    }

    private static void requireSameRoot(CompactRange tree, @Nullable Signed last) {
        if (last != null && tree.size() == last.checkpoint().size() && !tree.root().equals(last.checkpoint().root())) {
            throw new CheckpointRefusedException("CHECKPOINT_FORKED", "The first " + tree.size()
                    + " entries of the log are not those that were signed; the last note stays as the proof");
        }
    }

    private NoteSigner signer(Origin origin) {
        return new NoteSigner(origin.toString(),
                folder.secret("checkpoint-" + origin.org() + ".seed", SEED_LENGTH).bytes());
    }

    private Path memory(UUID org) {
        return folder.checkpoints().resolve(org + ".note");
    }
}
