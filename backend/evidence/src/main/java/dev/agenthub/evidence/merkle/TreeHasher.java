package dev.agenthub.evidence.merkle;

import dev.agenthub.evidence.hash.Hash;
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

    byte[] empty() {
        return digest.digest();
    }
}
