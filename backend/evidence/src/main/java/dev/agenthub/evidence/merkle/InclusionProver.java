package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.hash.Hash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Makes the inclusion proof of one leaf (RFC 6962, section 2.1.1) from a stream of leaves, in memory proportional to the height of the
 * tree. Not thread-safe.
 */
public final class InclusionProver {

    private final long index;
    private final long size;
    private final CompactRange before;
    /** Sizes of the siblings to the right, from the leaf upwards: together they are all the leaves after it. */
    private final Deque<Long> right = new ArrayDeque<>();
    /** Whether each sibling stands to the right, from the leaf upwards. */
    private final Deque<Boolean> sides = new ArrayDeque<>();
    private final List<Hash> rightRoots = new ArrayList<>();
    private CompactRange sibling = new CompactRange();
    private long at;

    /**
     * Begins a proof.
     *
     * @param index of the leaf to be proven
     * @param size of the tree it is proven in
     * @param before the leaves that are known already, all of them before the leaf; taken over by this
     */
    public InclusionProver(long index, long size, CompactRange before) {
        if (before.size() > index || index >= size) {
            throw new IndexOutOfBoundsException("There is no leaf " + index + " to prove in a tree of " + size);
        }
        this.index = index;
        this.size = size;
        this.before = before;
        this.at = before.size();
        long from = 0;
        long length = size;
        while (length > 1) {
            long split = Long.highestOneBit(length - 1);
            boolean isLeft = index < from + split;
            sides.push(isLeft);
            if (isLeft) {
                right.push(length - split);
                length = split;
            } else {
                from += split;
                length -= split;
            }
        }
    }

    /** Takes the next leaf, which holds this link. */
    public void append(Hash link) {
        append(link.bytes());
    }

    /** Takes the next leaf, which holds this data. */
    public void append(byte[] data) {
        if (at < index) {
            before.append(data);
        } else if (at > index && at < size) {
            sibling.append(data);
            if (sibling.size() == right.element()) {
                rightRoots.add(sibling.root());
                sibling = new CompactRange();
                right.remove();
            }
        }
        at++;
    }

    /** The proof: the hashes from the leaf's sibling up to the root's child. All leaves must have been added. */
    public List<Hash> proof() {
        if (at != size) {
            throw new IllegalStateException("The tree has " + size + " leaves, and " + at + " went by");
        }
        Deque<Hash> left = new ArrayDeque<>(before.nodes());
        Deque<Hash> rights = new ArrayDeque<>(rightRoots);
        List<Hash> proof = new ArrayList<>();
        for (boolean isRight : sides) {
            // The smallest subtree on the left, which is the last one of the range, is the first on the way up.
            proof.add(isRight ? rights.removeFirst() : left.removeLast());
        }
        return proof;
    }
}
