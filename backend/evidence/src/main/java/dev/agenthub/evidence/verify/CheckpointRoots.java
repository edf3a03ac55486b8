package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.verify.report.Findings;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The roots that checkpoints and the pin state, compared with those of the tree as it grows
 * past their sizes. There may be a million, so that each takes little more than its own bytes.
 */
final class CheckpointRoots {

    private final long[] sizes;
    private final Findings findings;
    /** By the place of the size: what its checkpoint states, and once the tree has passed, the tree's. */
    private final byte[] roots;
    private final BitSet stated = new BitSet();
    private final BitSet passed = new BitSet();
    private @Nullable Pinned pinned;

    private record Pinned(long size, Hash root) {}

    /**
     * Prepares for checkpoints of these sizes.
     *
     * @param checkpoints ascending
     * @param pin the pin's size; negative for none
     */
    CheckpointRoots(long[] checkpoints, long pin, Findings findings) {
        this.sizes = pin < 0 || Arrays.binarySearch(checkpoints, pin) >= 0
                ? checkpoints
                : LongStream.concat(Arrays.stream(checkpoints), LongStream.of(pin)).sorted().toArray();
        this.roots = new byte[Math.multiplyExact(sizes.length, Hash.LENGTH)];
        this.findings = findings;
    }

    /** A checkpoint of one of the sizes states this root. */
    void state(long size, Hash root) {
        int at = place(size);
        keep(at, root);
        stated.set(at);
    }

    /** The pin, whose size is one of the sizes, states this root. */
    void pin(long size, Hash root) {
        pinned = new Pinned(size, root);
    }

    /** The smallest of the sizes that is larger than this one; the largest number where there is none. */
    long next(long size) {
        int at = place(size);
        int next = at < 0 ? -at - 1 : at + 1;
        return next < sizes.length ? sizes[next] : Long.MAX_VALUE;
    }

    /** The tree has grown; compares its root where that is stated. */
    void pass(CompactRange tree) {
        int at = place(tree.size());
        if (at < 0) {
            return;
        }
        Hash root = tree.root();
        if (pinned != null && pinned.size == tree.size() && !pinned.root.equals(root)) {
            findings.add(Codes.PIN_FORKED, null, "The log was forked: at the pin's " + tree.size()
                    + " entries its root is another. The pin and this checkpoint together prove it.");
        }
        if (stated.get(at) && !kept(at).equals(root)) {
            findings.add(Codes.ROOT_MISMATCH, null,
                    "checkpoints/" + tree.size() + " has another root than these entries.");
        }
        keep(at, root);
        passed.set(at);
    }

    /** The tree's root at one of the sizes; null elsewhere, and where it has not grown to that. */
    @Nullable
    Hash passed(long size) {
        int at = place(size);
        return at >= 0 && passed.get(at) ? kept(at) : null;
    }

    private int place(long size) {
        return Arrays.binarySearch(sizes, size);
    }

    private void keep(int at, Hash root) {
        System.arraycopy(root.bytes(), 0, roots, at * Hash.LENGTH, Hash.LENGTH);
    }

    private Hash kept(int at) {
        return Hash.of(Arrays.copyOfRange(roots, at * Hash.LENGTH, (at + 1) * Hash.LENGTH));
    }
}
