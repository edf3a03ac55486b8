package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.hash.Hash;
import java.security.DigestException;
import java.security.MessageDigest;

/** The leaf and node hashes of RFC 6962, section 2.1. Not thread-safe. */
final class TreeHasher {

    private final MessageDigest digest = Hash.newDigest();

    byte[] leaf(byte[] data) {
        digest.update((byte) 0);
        return digest.digest(data);
    }

    byte[] node(byte[] left, byte[] right) {
        digest.update((byte) 1);
        digest.update(left);
        return digest.digest(right);
    }

    /** Puts the hash of a leaf where it is wanted. */
    void leaf(byte[] data, byte[] target, int at) {
        digest.update((byte) 0);
        digest.update(data);
        put(target, at);
    }

    /** Puts the hash of two nodes that lie here, one after the other, in the place of the first. */
    void node(byte[] nodes, int at) {
        digest.update((byte) 1);
        digest.update(nodes, at, 2 * Hash.LENGTH);
        put(nodes, at);
    }

    private void put(byte[] target, int at) {
        try {
            digest.digest(target, at, Hash.LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
    }

    byte[] empty() {
        return digest.digest();
    }
}
