package dev.agenthub.api;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses values that a record of the API can't mean; messages name the member and never repeat its value. */
final class Check {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");

    // RFC 6838, and parameters whose values are tokens.
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(; ?[A-Za-z0-9-]+=[A-Za-z0-9!#$%&'*+.^_`|~-]+)*");

    private Check() {}

    static <T> T present(String member, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(member + " is missing");
        }
        return value;
    }

    static <T> List<T> list(String member, @Nullable List<T> value) {
        List<T> present = present(member, value);
        if (present.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(member + " holds a null");
        }
        return List.copyOf(present);
    }

    static String text(String member, @Nullable String value, int longest) {
        String present = present(member, value);
        if (present.isBlank()) {
            throw new IllegalArgumentException(member + " is blank");
        }
        return atMost(member, present, longest);
    }

    static String atMost(String member, String value, int longest) {
        if (value.length() > longest) {
            throw new IllegalArgumentException(member + " is longer than " + longest + " characters");
        }
        return value;
    }

    /** What can be sent in a header of HTTP, without spaces around it. */
    static String headerText(String member, @Nullable String value, int longest) {
        String text = text(member, value, longest);
        if (!text.strip().equals(text) || !text.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(member + " is not one line of printable ASCII without spaces around it");
        }
        return text;
    }

    static String hash(String member, @Nullable String value) {
        return matching(member, value, HASH, "64 lower-case hex digits");
    }

    static String keyId(String member, @Nullable String value) {
        return matching(member, value, KEY_ID, "16 lower-case hex digits");
    }

    static byte[] bytes(String member, @Nullable String base64, int length) {
        byte[] decoded = bytes(member, base64);
        if (decoded.length != length) {
            throw new IllegalArgumentException(member + " is not " + length + " bytes");
        }
        return decoded;
    }

    static byte[] bytes(String member, @Nullable String base64) {
        try {
            return Base64.getDecoder().decode(present(member, base64));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(member + " is not base64", e);
        }
    }

    /** The name of a file in no folder. */
    static String fileName(String member, @Nullable String value, int longest) {
        String name = text(member, value, longest);
        if (name.equals(".") || name.equals("..") || name.codePoints().anyMatch(Check::endsAName)) {
            throw new IllegalArgumentException(member + " is not the name of a file alone");
        }
        return name;
    }

    private static boolean endsAName(int c) {
        return c == '/' || c == '\\' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    static String mediaType(String member, @Nullable String value, int longest) {
        return atMost(member, matching(member, value, MEDIA_TYPE, "a media type such as text/plain; charset=utf-8"),
                longest);
    }

    /** Base64 with its padding and nothing else. */
    static byte[] strictBytes(String member, @Nullable String base64) {
        byte[] decoded = bytes(member, base64);
        if (!Base64.getEncoder().encodeToString(decoded).equals(base64)) {
            throw new IllegalArgumentException(member + " is not base64 with its padding");
        }
        return decoded;
    }

    private static String matching(String member, @Nullable String value, Pattern pattern, String shape) {
        String present = present(member, value);
        if (!pattern.matcher(present).matches()) {
            throw new IllegalArgumentException(member + " is not " + shape);
        }
        return present;
    }
}
