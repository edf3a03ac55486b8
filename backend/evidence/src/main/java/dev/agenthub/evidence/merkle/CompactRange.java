package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import java.util.ArrayList;
import java.util.List;

/** An RFC 6962 tree, stored as one hash for each perfect subtree: enough to append leaves and to compute the root. Not thread-safe. */
public final class CompactRange {

    private final TreeHasher hasher = new TreeHasher();
    /** Left to right, so the largest subtree first; one for each bit set in the size. */
    private final List<byte[]> nodes = new ArrayList<>();
    private long size;

    /** The empty tree. */
    public CompactRange() {}

    /** The range of the first {@code size} leaves, from its nodes left to right. */
    public static CompactRange of(long size, List<Hash> nodes) {
        if (size < 0 || Long.bitCount(size) != nodes.size()) {
            throw new EvidenceException(Codes.FRONTIER_INVALID,
                    "A range of " + size + " leaves does not have " + nodes.size() + " nodes.");
        }
        CompactRange range = new CompactRange();
        range.size = size;
        nodes.forEach(node -> range.nodes.add(node.bytes()));
        return range;
    }

    /** Appends the leaf of a chain's link. */
    public void append(Hash link) {
        append(link.bytes());
    }

    /** Appends a leaf with this data. */
    public void append(byte[] data) {
        appendSubtree(hasher.leaf(data), 0);
    }

    /**
     * Appends all leaves of a run.
     *
     * @throws IllegalArgumentException where the run does not begin at this tree's end
     */
    public void append(LeafRun run) {
        if (run.first() != size) {
            throw new IllegalArgumentException("The run begins at " + run.first() + ", the tree ends at " + size);
        }
        for (int i = 0; i < run.count(); i++) {
            appendSubtree(run.node(i), run.level(i));
        }
    }

    /** Appends a perfect subtree of 2^level leaves, of which the size is a multiple. */
    private void appendSubtree(byte[] subtree, int level) {
        byte[] node = subtree;
        // Each bit set from there on is a perfect subtree as large as the one in hand; together they make the next larger.
        for (long bits = size >>> level; (bits & 1) == 1; bits >>>= 1) {
            node = hasher.node(nodes.removeLast(), node);
        }
        nodes.add(node);
        size += 1L << level;
    }

    public long size() {
        return size;
    }

    /** The subtree hashes, left to right. */
    public List<Hash> nodes() {
        return nodes.stream().map(Hash::of).toList();
    }

    /** The root hash; that of an empty tree is the SHA-256 of nothing. */
    public Hash root() {
        if (nodes.isEmpty()) {
            return Hash.of(hasher.empty());
        }
        byte[] root = nodes.getLast();
        for (int i = nodes.size() - 2; i >= 0; i--) {
            root = hasher.node(nodes.get(i), root);
        }
        return Hash.of(root);
    }
}
