package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.hash.Hash;
import java.util.ArrayList;
import java.util.List;

/**
 * An RFC 6962 tree with all its leaves in memory, from which proofs are made. Every perfect subtree is hashed once. Not thread-safe.
 */
public final class MerkleTree {

    private final TreeHasher hasher = new TreeHasher();
    /** Level 0 holds the leaf hashes, level n the roots of the perfect subtrees of 2^n leaves. */
    private final List<List<byte[]>> levels = new ArrayList<>(List.of(new ArrayList<>()));

    public static MerkleTree ofLinks(List<Hash> links) {
        MerkleTree tree = new MerkleTree();
        links.forEach(link -> tree.append(link.bytes()));
        return tree;
    }

    /** Appends a leaf with this data. */
    public void append(byte[] data) {
        byte[] node = hasher.leaf(data);
        for (int level = 0;; level++) {
            if (level == levels.size()) {
                levels.add(new ArrayList<>());
            }
            List<byte[]> row = levels.get(level);
            row.add(node);
            if (row.size() % 2 == 1) {
                return;
            }
            node = hasher.node(row.get(row.size() - 2), node);
        }
    }

    public long size() {
        return levels.getFirst().size();
    }

    /** The root over the first {@code size} leaves. */
    public Hash root(long size) {
        requireWithin(size, size());
        return Hash.of(size == 0 ? hasher.empty() : subtree(0, size));
    }

    /** The audit path of RFC 6962, section 2.1.1, from the leaf upwards. */
    public List<Hash> inclusionProof(long index, long size) {
        requireWithin(size, size());
        requireWithin(index, size - 1);
        List<Hash> path = new ArrayList<>();
        path(index, 0, size, path);
        return path;
    }

    /** The consistency proof of RFC 6962, section 2.1.2, between two sizes of this tree. */
    public List<Hash> consistencyProof(long first, long second) {
        requireWithin(second, size());
        requireWithin(first, second);
        List<Hash> proof = new ArrayList<>();
        if (first > 0 && first < second) {
            subproof(first, 0, second, true, proof);
        }
        return proof;
    }

    private void path(long index, long from, long size, List<Hash> path) {
        if (size == 1) {
            return;
        }
        long split = split(size);
        if (index < split) {
            path(index, from, split, path);
            path.add(Hash.of(subtree(from + split, size - split)));
        } else {
            path(index - split, from + split, size - split, path);
            path.add(Hash.of(subtree(from, split)));
        }
    }

    private void subproof(long first, long from, long size, boolean whole, List<Hash> proof) {
        if (first == size) {
            if (!whole) {
                proof.add(Hash.of(subtree(from, size)));
            }
            return;
        }
        long split = split(size);
        if (first <= split) {
            subproof(first, from, split, whole, proof);
            proof.add(Hash.of(subtree(from + split, size - split)));
        } else {
            subproof(first - split, from + split, size - split, false, proof);
            proof.add(Hash.of(subtree(from, split)));
        }
    }

    /** The hash over {@code size} leaves from {@code from}, which is a multiple of the largest power of two within them. */
    private byte[] subtree(long from, long size) {
        if (Long.bitCount(size) == 1) {
            int level = Long.numberOfTrailingZeros(size);
            return levels.get(level).get(Math.toIntExact(from >> level));
        }
        long split = split(size);
        return hasher.node(subtree(from, split), subtree(from + split, size - split));
    }

    /** The largest power of two smaller than the size. */
    private static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private static void requireWithin(long value, long limit) {
        if (value < 0 || value > limit) {
            throw new IndexOutOfBoundsException("The tree has no such size or leaf: " + value);
        }
    }
}
