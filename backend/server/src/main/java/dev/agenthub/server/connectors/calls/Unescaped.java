package dev.agenthub.server.connectors.calls;

import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import okio.ByteString;

/** Removes the escapes of JSON, JavaScript, URLs and HTML from data, also nested, and line breaks, as a reader of the data might. */
final class Unescaped {
    private static final int DEPTH = 3;
    private static final int LONGEST_ENTITY = 10;
    private static final List<Step> STEPS = List.of(new Step('%', Unescaped::percent),
            new Step('\\', Unescaped::backslash), new Step('&', Unescaped::entities));
    /** By byte value: a bit for each step whose escapes begin with that byte. */
    private static final byte[] MARKS = marks();
    private static final Map<String, Integer> ENTITIES = Map.of("amp", (int) '&', "lt", (int) '<', "gt", (int) '>',
            "quot", (int) '"', "apos", (int) '\'', "sol", (int) '/', "plus", (int) '+', "equals", (int) '=');

    private Unescaped() {}

    /** Removes the escapes that begin with a mark. */
    private record Step(char mark, UnaryOperator<byte[]> undo) {}

    private static byte[] marks() {
        byte[] marks = new byte[1 << 8];
        for (int i = 0; i < STEPS.size(); i++) {
            marks[STEPS.get(i).mark] = (byte) (1 << i);
        }
        return marks;
    }

    /** Whether the predicate holds for the data, or for a result of up to three steps; each result is tried once. */
    static boolean any(ByteString data, Predicate<byte[]> such) {
        return any(data.toByteArray(), such, DEPTH, new HashSet<>());
    }

    private static boolean any(byte[] data, Predicate<byte[]> such, int depth, Set<Hash> tried) {
        if (such.test(data)) {
            return true;
        }
        byte[] unbroken = unbroken(data);
        if (unbroken.length < data.length && such.test(unbroken)) {
            return true;
        }
        // Reached by more steps before; fewer steps leave more for further ones.
        int marks = depth == 0 ? 0 : marksIn(data);
        return marks != 0 && STEPS.stream().filter(step -> (marks & MARKS[step.mark]) != 0)
                .map(step -> step.undo.apply(data)).filter(next -> next.length < data.length)
                .filter(next -> tried.add(Hash.sha256(next, new byte[]{(byte) depth})))
                .anyMatch(next -> any(next, such, depth - 1, tried));
    }

    private static byte[] percent(byte[] data) {
        byte[] out = new byte[data.length];
        int size = 0;
        for (int i = 0; i < data.length; i++) {
            int value = data[i] == '%' ? number(data, i + 1, 2) : -1;
            if (value >= 0) {
                i += 2;
            }
            out[size++] = value >= 0 ? (byte) value : data[i];
        }
        return shortened(out, size, data);
    }

    private static byte[] backslash(byte[] data) {
        // An escape is never shorter than the character that it stands for.
        byte[] out = new byte[data.length];
        int size = 0;
        for (int i = 0; i < data.length; i++) {
            boolean escape = data[i] == '\\' && i + 1 < data.length;
            int digits = !escape ? 0 : data[i + 1] == 'u' ? 4 : data[i + 1] == 'x' ? 2 : 0;
            int value = digits == 0 ? -1 : number(data, i + 2, digits);
            if (value >= 0) {
                size = put(value, out, size);
                i += 1 + digits;
            } else if (escape) {
                i++;
                out[size++] = switch (data[i]) {
                    case 'n', 'r', 't' -> ' ';
                    default -> data[i];
                };
            } else {
                out[size++] = data[i];
            }
        }
        return shortened(out, size, data);
    }

    private static byte[] entities(byte[] data) {
        byte[] out = new byte[data.length];
        int size = 0;
        for (int i = 0; i < data.length; i++) {
            int end = data[i] == '&' ? end(data, i + 1) : -1;
            int stands = end < 0
                    ? -1
                    : character(new String(data, i + 1, end - i - 1, StandardCharsets.ISO_8859_1));
            if (stands < 0) {
                out[size++] = data[i];
            } else {
                size = put(stands, out, size);
                i = end;
            }
        }
        return shortened(out, size, data);
    }

    private static int marksIn(byte[] data) {
        int marks = 0;
        for (byte value : data) {
            marks |= MARKS[value & 0xff];
        }
        return marks;
    }

    /** Writes a character in UTF-8; returns the next position. */
    private static int put(int character, byte[] out, int size) {
        if (character < 0x80) {
            out[size] = (byte) character;
            return size + 1;
        }
        byte[] bytes = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, out, size, bytes.length);
        return size + bytes.length;
    }

    /** The written part; the data itself where nothing was removed, since each step that removes something shortens it. */
    private static byte[] shortened(byte[] out, int size, byte[] data) {
        return size == data.length ? data : Arrays.copyOf(out, size);
    }

    private static int end(byte[] data, int from) {
        for (int i = from; i < Math.min(data.length, from + LONGEST_ENTITY); i++) {
            if (data[i] == ';') {
                return i;
            }
        }
        return -1;
    }

    /** The character that the entity stands for; negative for none. */
    private static int character(String entity) {
        if (!entity.startsWith("#")) {
            return ENTITIES.getOrDefault(entity, -1);
        }
        boolean hexadecimal = entity.startsWith("#x") || entity.startsWith("#X");
        try {
            int point = Integer.parseInt(entity.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
            return Character.isValidCodePoint(point) ? point : -1;
        } catch (NumberFormatException _) {
            return -1;
        }
    }

    /** Without line breaks, spaces, and the zero bytes of UTF-16. */
    private static byte[] unbroken(byte[] data) {
        byte[] out = new byte[data.length];
        int size = 0;
        for (byte value : data) {
            if (value != 0 && value != ' ' && value != '\n' && value != '\r' && value != '\t') {
                out[size++] = value;
            }
        }
        return shortened(out, size, data);
    }

    private static int number(byte[] data, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < data.length ? Character.digit(data[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
