package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.hash.Hash;
import java.util.Arrays;

/**
 * The perfect subtrees over a run of neighbouring leaves that may begin anywhere in an RFC 6962 tree, so that parts
 * of one tree can be hashed in parallel before {@link CompactRange#append(LeafRun)} joins them. Not thread-safe.
 */
public final class LeafRun {

    /** A run grows larger subtrees towards its middle and smaller ones again, no size more than twice. */
    private static final int MOST_NODES = 2 * Long.SIZE;

    private final TreeHasher hasher = new TreeHasher();
    private final long first;
    private long next;
    private int count;
    private final int[] levels = new int[MOST_NODES];
    private byte[] nodes = new byte[16 * Hash.LENGTH];

    /** An empty run that begins at this leaf, counted from 0. */
    public LeafRun(long first) {
        this.first = first;
        this.next = first;
    }

    /** Appends the leaf with this data. */
    public void append(byte[] data) {
        if ((count + 1) * Hash.LENGTH > nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        hasher.leaf(data, nodes, count * Hash.LENGTH);
        int level = 0;
        // A node at an odd place of its level has its sibling on the left; whether that is within this run, its level tells.
        while (count > 0 && (next >> level & 1) == 1 && levels[count - 1] == level) {
            count--;
            hasher.node(nodes, count * Hash.LENGTH);
            level++;
        }
        levels[count] = level;
        count++;
        next++;
    }

    /** The place of the first leaf. */
    public long first() {
        return first;
    }

    /** How many leaves there are. */
    public long size() {
        return next - first;
    }

    int count() {
        return count;
    }

    int level(int node) {
        return levels[node];
    }

    byte[] node(int node) {
        return Arrays.copyOfRange(nodes, node * Hash.LENGTH, (node + 1) * Hash.LENGTH);
    }
}
