package dev.agenthub.server.http.limits;

/**
 * How much memory a body of JSON takes until it is answered: its bytes, the texts read
 * from them, their canonical form, and an object for each value.
 */
final class BodyMemory {

    private static final int A_BYTE = 4;
    private static final int AN_ITEM = 96;
    private static final int A_MEMBER = 160;

    private BodyMemory() {}

    /** For a body that holds next to nothing but texts. */
    static long of(long length) {
        return length * A_BYTE;
    }

    /** For this body, whatever it holds; separators within texts count as well. */
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
