package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.hash.Hash;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/** The hashes of {@link Chain} over arrays that are used again, for long runs of events. Not thread-safe. */
public final class LinkHasher {

    private static final int PLACE = Chain.LINK_TAG.length;
    private static final int PREVIOUS = PLACE + Long.BYTES;
    private static final int EVENT = PREVIOUS + Hash.LENGTH;

    private final MessageDigest digest = Hash.newDigest();
    private final byte[] input = new byte[EVENT + Hash.LENGTH];

    public LinkHasher() {
        System.arraycopy(Chain.LINK_TAG, 0, input, 0, PLACE);
    }

    /**
     * Computes the link of an event.
     *
     * @param previous 32 bytes at {@code previousAt}
     * @param link receives 32 bytes at {@code linkAt}; may be the same array as {@code previous}
     */
    public void link(long seq, byte[] previous, int previousAt, byte[] buffer, int from, int length, byte[] link,
            int linkAt) {
        try {
            ByteBuffer.wrap(input).putLong(PLACE, seq);
            System.arraycopy(previous, previousAt, input, PREVIOUS, Hash.LENGTH);
            digest.update(Chain.EVENT_TAG);
            digest.update(buffer, from, length);
            digest.digest(input, EVENT, Hash.LENGTH);
            digest.update(input);
            digest.digest(link, linkAt, Hash.LENGTH);
        } catch (DigestException e) {
            throw new IllegalArgumentException("There is no room for 32 bytes", e);
        }
    }
}
