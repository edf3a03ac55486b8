package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.evidence.hash.Hash;
import java.util.function.Consumer;

/** Reads the stored entries of a log. */
@FunctionalInterface
interface StoredLog {

    /** One entry: the event's stored bytes and the stored link. */
    final class Entry {
        private final byte[] event;
        private final Hash link;

        Entry(byte[] event, Hash link) {
            this.event = event;
            this.link = link;
        }

        byte[] event() {
            return event;
        }

        Hash link() {
            return link;
        }
    }

    /** Passes every entry from this sequence number on to the reader, in order, up to the requested size. */
    void read(long from, Consumer<Entry> reader);
}
