package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.hash.Hash;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/** Computes the hashes of {@link Chain} in reused arrays, for long runs of events. Not thread-safe. */
public final class LinkHasher {

    private static final int PLACE = Chain.LINK_TAG.length;
    private static final int PREVIOUS = PLACE + Long.BYTES;
    private static final int EVENT = PREVIOUS + Hash.LENGTH;

    private final MessageDigest digest = Hash.newDigest();
    private final byte[] input = new byte[EVENT + Hash.LENGTH];

    public LinkHasher() {
        System.arraycopy(Chain.LINK_TAG, 0, input, 0, PLACE);
    }

    /** Takes the event to be linked next, as its stored bytes. */
    public void event(byte[] buffer, int from, int to) {
        try {
            digest.update(Chain.EVENT_TAG);
            digest.update(buffer, from, to - from);
            digest.digest(input, EVENT, Hash.LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }

    /** The hash of the event taken last. */
    public Hash eventHash() {
        return Hash.of(Arrays.copyOfRange(input, EVENT, input.length));
    }

    /** The link of the event taken last, at this place after the previous link: 32 bytes. */
    public byte[] link(long seq, byte[] previous) {
        ByteBuffer.wrap(input).putLong(PLACE, seq);
        System.arraycopy(previous, 0, input, PREVIOUS, Hash.LENGTH);
        return digest.digest(input);
    }
}
