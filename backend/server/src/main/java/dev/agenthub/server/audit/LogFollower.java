package dev.agenthub.server.audit;

import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.LinkHasher;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import java.util.List;

/**
 * Computes a log's links and tree from its events, one after the other, and believes nothing else.
 *
 * <p>The tree lags behind by the last link, which stands beside it: a root over both shows that the two belong together. Not thread-safe.
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

    /** Before a log's first event. */
    static LogFollower start(Origin origin) {
        return new LogFollower(new CompactRange(), Chain.genesis(origin), 0);
    }

    /**
     * After an event in the middle of a log.
     *
     * @param size how many events there are, at least 1
     * @param earlier the compact range of all links but the last
     * @param link the last link
     */
    static LogFollower after(long size, List<Hash> earlier, Hash link) {
        return new LogFollower(CompactRange.of(size - 1, earlier), link, size);
    }

    /** After the part of a log that an export leaves out. */
    static LogFollower after(Frontier frontier) {
        return new LogFollower(frontier.range(), frontier.head(), frontier.size());
    }

    /** Takes the next event, as its stored bytes, and returns its link. */
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

    /** How many events were taken. */
    long size() {
        return size;
    }

    /** The link of the event taken last, or what the first will link to. */
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

    /** What an export needs that begins after the events taken so far, of which there must be some. */
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
