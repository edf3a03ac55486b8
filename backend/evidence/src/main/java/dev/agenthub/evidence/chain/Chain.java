package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.hash.Hash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The hashes that bind every event of a log to its place; PostgreSQL computes the same ones when events are appended. */
public final class Chain {

    static final byte[] GENESIS_TAG = "agenthub/audit/v1/genesis\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] EVENT_TAG = "agenthub/audit/v1/event\n".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LINK_TAG = "agenthub/audit/v1/link\n".getBytes(StandardCharsets.US_ASCII);

    private Chain() {}

    /** The genesis hash: the link before the first event. */
    public static Hash genesis(Origin origin) {
        return genesis(origin.toString());
    }

    public static Hash genesis(String origin) {
        return Hash.sha256(GENESIS_TAG, origin.getBytes(StandardCharsets.UTF_8));
    }

    /** The hash of an event's stored bytes. */
    public static Hash event(byte[] event) {
        return Hash.sha256(EVENT_TAG, event);
    }

    /** The link of the event at this sequence number, counted from 0. */
    public static Hash link(long seq, Hash previous, Hash event) {
        byte[] place = ByteBuffer.allocate(Long.BYTES).putLong(seq).array();
        return Hash.sha256(LINK_TAG, place, previous.bytes(), event.bytes());
    }
}
