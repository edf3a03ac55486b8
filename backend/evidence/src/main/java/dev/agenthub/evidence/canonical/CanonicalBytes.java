package dev.agenthub.evidence.canonical;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One value in bytes that were proven canonical, which nobody changes any more. */
final class CanonicalBytes {

    /** Of what has no more parts than this, the parts are kept once they were read. */
    private static final int FEW = 1000;

    private final byte[] in;
    private final int from;
    private final int to;
    private volatile int size = -1;

    CanonicalBytes(byte[] in, int from, int to) {
        this.in = in;
        this.from = from;
        this.to = to;
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(in, from, to - from);
    }

    /** The value, whose own parts are read when they are asked for. */
    JsonValue value() {
        return switch (in[from]) {
            case '{' -> new JsonObject(new CanonicalMembers(this));
            case '[' -> new JsonArray(new CanonicalItems(this));
            case '"' -> new JsonString(text());
            case 't', 'f' -> JsonBoolean.of(in[from] == 't');
            case 'n' -> JsonNull.NULL;
            default -> new JsonNumber(new String(in, from, to - from, StandardCharsets.US_ASCII));
        };
    }

    private String text() {
        for (int i = from; i < to; i++) {
            if (in[i] == '\\') {
                return ((JsonString) JsonValue.parse(Arrays.copyOfRange(in, from, to))).value();
            }
        }
        return new String(in, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }

    /** How many arrays and objects stand in each other. */
    int depth() {
        int depth = 0;
        int deepest = 0;
        for (int at = from; at < to;) {
            switch (in[at]) {
                case '"' -> at = stringEnd(at);
                case '{', '[' -> {
                    deepest = Math.max(deepest, ++depth);
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        }
        return deepest;
    }

    /** Where the value ends that begins here, whose form is known to be right. */
    private int end(int first) {
        int at = first;
        int depth = 0;
        do {
            switch (in[at]) {
                case '"' -> at = stringEnd(at);
                case '{', '[' -> {
                    depth++;
                    at++;
                }
                case '}', ']' -> {
                    depth--;
                    at++;
                }
                default -> at++;
            }
        } while (depth > 0 || (at < to && isWithinWord(first, at)));
        return at;
    }

    /** Whether a number or a word goes on here. */
    private boolean isWithinWord(int first, int at) {
        return in[first] != '"' && in[first] != '{' && in[first] != '[' && in[at] != ',' && in[at] != '}'
                && in[at] != ']';
    }

    private int stringEnd(int first) {
        int at = CanonicalScanner.afterText(in, first + 1, to);
        while (in[at] != '"') {
            at += 2;
            if (in[at] != '"') {
                at = CanonicalScanner.afterText(in, at, to);
            }
        }
        return at + 1;
    }

    /** How many items or members there are. */
    int size() {
        int known = size;
        if (known < 0) {
            known = 0;
            for (Parts parts = parts(); parts.next();) {
                known++;
            }
            size = known;
        }
        return known;
    }

    /** Whether the items or members are kept once they were read. */
    boolean isSmall() {
        return size() <= FEW;
    }

    /** The items or members, one after the other. */
    Parts parts() {
        return new Parts();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CanonicalBytes bytes
                && Arrays.equals(in, from, to, bytes.in, bytes.from, bytes.to);
    }

    @Override
    public int hashCode() {
        return to - from;
    }

    /** Where a walk over the items or members has come to. */
    final class Parts {

        private int nameFrom;
        private int valueFrom;
        private int valueTo = from;

        private Parts() {}

        /** Goes to the first or next one; false after the last. */
        boolean next() {
            nameFrom = valueTo + 1;
            if (nameFrom >= to - 1) {
                return false;
            }
            valueFrom = in[from] == '{' ? stringEnd(nameFrom) + 1 : nameFrom;
            valueTo = end(valueFrom);
            return true;
        }

        String name() {
            return new CanonicalBytes(in, nameFrom, valueFrom - 1).text();
        }

        JsonValue value() {
            return new CanonicalBytes(in, valueFrom, valueTo).value();
        }

        <T> Iterator<T> iterator(Function<Parts, T> read) {
            return new Iterator<>() {

                private boolean more = Parts.this.next();

                @Override
                public boolean hasNext() {
                    return more;
                }

                @Override
                public T next() {
                    if (!more) {
                        throw new NoSuchElementException();
                    }
                    T part = read.apply(Parts.this);
                    more = Parts.this.next();
                    return part;
                }
            };
        }
    }
}
