package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.LinkHasher;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import java.util.List;

/**
 * Computes a log's links and Merkle tree from its events, one after the other, using no stored link.
 *
 * <p>The tree contains all links but the last, which is kept beside it; the root covers both. Not thread-safe.
 */
final class LogFollower {
    private final LinkHasher hasher = new LinkHasher();
    private final CompactRange tree;
    private Hash link;
    private long size;

    private LogFollower(CompactRange tree, Hash link, long size) {
        this.tree = tree;
        this.link = link;
        this.size = size;
    }

    /** The state before a log's first event. */
    static LogFollower start(Origin origin) {
        return new LogFollower(new CompactRange(), Chain.genesis(origin), 0);
    }

    /**
     * The state after an event in the middle of a log.
     *
     * @param size the number of events, at least 1
     * @param earlier the compact range of all links but the last
     * @param link the last link
     */
    static LogFollower after(long size, List<Hash> earlier, Hash link) {
        return new LogFollower(CompactRange.of(size - 1, earlier), link, size);
    }

    /** The state after the part of a log that an export leaves out. */
    static LogFollower after(Frontier frontier) {
        return new LogFollower(frontier.range(), frontier.head(), frontier.size());
    }

    /** Adds the next event, given as its stored bytes, and returns its link. */
    Hash take(byte[] event) {
        hasher.event(event, 0, event.length);
        Hash next = Hash.of(hasher.link(size, link.bytes()));
        if (tree.size() < size) {
            tree.append(link);
        }
        link = next;
        size++;
        return next;
    }

    /** The number of events added. */
    long size() {
        return size;
    }

    /** The last event's link, or the link that the first event will build on. */
    Hash link() {
        return link;
    }

    /** The compact range of all links but the last. */
    List<Hash> earlier() {
        return tree.nodes();
    }

    /** The root of the tree. */
    Hash root() {
        return whole().root();
    }

    /** What an export that begins after the events added so far needs; there must be at least one. */
    Frontier frontier() {
        return Frontier.of(tree, link);
    }

    private CompactRange whole() {
        CompactRange whole = CompactRange.of(tree.size(), tree.nodes());
        if (whole.size() < size) {
            whole.append(link);
        }
        return whole;
    }
}
