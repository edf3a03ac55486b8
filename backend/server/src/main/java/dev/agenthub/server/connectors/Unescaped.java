package dev.agenthub.server.connectors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/** Reads data as those might read it who undo escapes: of JSON and JavaScript, of addresses, of HTML, one in the other, and lines that were broken. */
final class Unescaped {
    private static final int DEPTH = 3;
    private static final int LONGEST_ENTITY = 10;
    private static final List<UnaryOperator<ByteString>> STEPS = List.of(Unescaped::percent, Unescaped::backslash,
            Unescaped::entities);
    private static final Map<String, String> ENTITIES = Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos",
            "'", "sol", "/", "plus", "+", "equals", "=");

    private Unescaped() {}

    /** Whether the data, or what it becomes by up to three steps, is such; one reading after the other, for each is as long as the data. */
    static boolean any(ByteString data, Predicate<ByteString> such) {
        return any(data, such, DEPTH);
    }

    private static boolean any(ByteString data, Predicate<ByteString> such, int depth) {
        if (such.test(data)) {
            return true;
        }
        ByteString unbroken = unbroken(data);
        if (unbroken.size() < data.size() && such.test(unbroken)) {
            return true;
        }
        return depth > 0 && STEPS.stream().map(step -> step.apply(data)).filter(next -> !next.equals(data))
                .anyMatch(next -> any(next, such, depth - 1));
    }

    private static ByteString percent(ByteString data) {
        if (data.indexOf(new byte[]{'%'}) < 0) {
            return data;
        }
        var out = new ByteArrayOutputStream(data.size());
        for (int i = 0; i < data.size(); i++) {
            int value = data.getByte(i) == '%' ? number(data, i + 1, 2) : -1;
            if (value >= 0) {
                i += 2;
            }
            out.write(value >= 0 ? value : data.getByte(i));
        }
        return ByteString.of(out.toByteArray());
    }

    private static ByteString backslash(ByteString data) {
        if (data.indexOf(new byte[]{'\\'}) < 0) {
            return data;
        }
        var out = new ByteArrayOutputStream(data.size());
        for (int i = 0; i < data.size(); i++) {
            boolean escape = data.getByte(i) == '\\' && i + 1 < data.size();
            int digits = !escape ? 0 : data.getByte(i + 1) == 'u' ? 4 : data.getByte(i + 1) == 'x' ? 2 : 0;
            int value = digits == 0 ? -1 : number(data, i + 2, digits);
            if (value >= 0) {
                out.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
                i += 1 + digits;
            } else if (escape) {
                i++;
                switch (data.getByte(i)) {
                    case 'n', 'r', 't' -> out.write(' ');
                    default -> out.write(data.getByte(i));
                }
            } else {
                out.write(data.getByte(i));
            }
        }
        return ByteString.of(out.toByteArray());
    }

    private static ByteString entities(ByteString data) {
        if (data.indexOf(new byte[]{'&'}) < 0) {
            return data;
        }
        var out = new ByteArrayOutputStream(data.size());
        for (int i = 0; i < data.size(); i++) {
            int end = data.getByte(i) == '&' ? end(data, i + 1) : -1;
            String stands = end < 0 ? null : character(data.substring(i + 1, end).utf8());
            if (stands == null) {
                out.write(data.getByte(i));
            } else {
                out.writeBytes(stands.getBytes(StandardCharsets.UTF_8));
                i = end;
            }
        }
        return ByteString.of(out.toByteArray());
    }

    private static int end(ByteString data, int from) {
        for (int i = from; i < Math.min(data.size(), from + LONGEST_ENTITY); i++) {
            if (data.getByte(i) == ';') {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String character(String entity) {
        if (!entity.startsWith("#")) {
            return ENTITIES.get(entity);
        }
        boolean hexadecimal = entity.startsWith("#x") || entity.startsWith("#X");
        try {
            int point = Integer.parseInt(entity.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
            return Character.isValidCodePoint(point) ? Character.toString(point) : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /** Without breaks, spaces and the zeros between the letters of UTF-16. */
    private static ByteString unbroken(ByteString data) {
        var out = new ByteArrayOutputStream(data.size());
        for (int i = 0; i < data.size(); i++) {
            byte value = data.getByte(i);
            if (value != 0 && value != ' ' && value != '\n' && value != '\r' && value != '\t') {
                out.write(value);
            }
        }
        return out.size() == data.size() ? data : ByteString.of(out.toByteArray());
    }

    private static int number(ByteString data, int from, int digits) {
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = i < data.size() ? Character.digit(data.getByte(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }
}
