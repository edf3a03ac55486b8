package dev.agenthub.server.audit;

import dev.agenthub.evidence.hash.Hash;
import java.util.function.Consumer;

/** The entries of a log as the database shows them. */
@FunctionalInterface
interface StoredLog {

    /** One entry: the event's stored bytes and what is stored as its link. */
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

    /** Shows every entry from this place on, in order, to the size that was asked about and no further. */
    void read(long from, Consumer<Entry> reader);
}
