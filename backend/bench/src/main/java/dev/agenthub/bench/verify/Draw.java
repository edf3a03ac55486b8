package dev.agenthub.bench.verify;

import dev.agenthub.evidence.hash.Hash;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Draws what looks random and is the same in every run. */
final class Draw {

    private final SplittableRandom random = new SplittableRandom(20_261_123);

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** True so many times in a thousand. */
    boolean perMille(int share) {
        return random.nextInt(1000) < share;
    }

    <T> T of(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    Hash hash() {
        return Hash.of(bytes(Hash.LENGTH));
    }

    /** A UUID of version 7 for this moment (RFC 9562, section 5.7). */
    UUID uuid(long millis) {
        return new UUID((millis << 16) | 0x7000 | random.nextInt(1 << 12),
                (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    }
}
