package dev.agenthub.server.http.limits;

/**
 * Estimates the memory that a JSON body needs until it is answered, in bytes: the body,
 * its parsed strings, its canonical form, and an object for each value.
 */
final class BodyMemory {

    private static final int A_BYTE = 4;
    private static final int AN_ITEM = 96;
    private static final int A_MEMBER = 160;

    private BodyMemory() {}

    /** For a body of this length that is mostly strings. */
    static long of(long length) {
        return length * A_BYTE;
    }

    /** For this body, by the number of its separators; those within strings count, too. */
    static long of(byte[] body) {
        long memory = of(body.length);
        for (byte each : body) {
            if (each == ',') {
                memory += AN_ITEM;
            } else if (each == ':') {
                memory += A_MEMBER;
            }
        }
        return memory;
    }
}
