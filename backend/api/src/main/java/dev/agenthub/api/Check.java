package dev.agenthub.api;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Validates values of the API's records; messages name the member and never repeat its value. */
final class Check {

    private static final Pattern HASH = Pattern.compile(Shapes.HASH);
    private static final Pattern KEY_ID = Pattern.compile(Shapes.KEY_ID);
    private static final Pattern GROUP = Pattern.compile(Shapes.GROUP);
    private static final Pattern HEADER_TEXT = Pattern.compile(Shapes.HEADER_TEXT);
    private static final Pattern HEADER_NAME = Pattern.compile(Shapes.HEADER_NAME);
    private static final Pattern PRINTABLE = Pattern.compile(Shapes.PRINTABLE);
    private static final Pattern FILE_NAME = Pattern.compile(Shapes.FILE_NAME);
    private static final Pattern MEDIA_TYPE = Pattern.compile(Shapes.MEDIA_TYPE);
    private static final Pattern AMOUNT = Pattern.compile(Shapes.AMOUNT);
    private static final Pattern CURRENCY = Pattern.compile(Shapes.CURRENCY);
    private static final Pattern EVENT_TYPE = Pattern.compile(Shapes.EVENT_TYPE);

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

    static <T> List<T> list(String member, @Nullable List<T> value, int most) {
        List<T> list = list(member, value);
        if (list.size() > most) {
            throw new IllegalArgumentException(member + " holds more than " + most);
        }
        return list;
    }

    static long atLeast(String member, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(member + " is less than " + least);
        }
        return value;
    }

    static long between(String member, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(member + " is not between " + least + " and " + most);
        }
        return value;
    }

    static String text(String member, @Nullable String value, int longest) {
        String present = present(member, value);
        if (present.isBlank()) {
            throw new IllegalArgumentException(member + " is blank");
        }
        return atMost(member, present, longest);
    }

    /** Of so many characters of Unicode, as PostgreSQL and JSON Schema count them. */
    static String atMost(String member, String value, int longest) {
        if (value.codePointCount(0, value.length()) > longest) {
            throw new IllegalArgumentException(member + " is longer than " + longest + " characters");
        }
        return value;
    }

    /** What can be sent in a header of HTTP, without spaces around it. */
    static String headerText(String member, @Nullable String value, int longest) {
        return matching(member, text(member, value, longest), HEADER_TEXT,
                "one line of printable ASCII without spaces around it");
    }

    static String headerName(String member, @Nullable String value, int longest) {
        return matching(member, text(member, value, longest), HEADER_NAME, "letters, digits and dashes");
    }

    static String printable(String member, String value, int longest) {
        return matching(member, atMost(member, value, longest), PRINTABLE, "printable ASCII");
    }

    static String groupName(String member, @Nullable String value) {
        return matching(member, value, GROUP,
                "lower-case letters, digits and dashes, at most 63, of which the first is a letter");
    }

    static String eventType(String member, String value, int longest) {
        return matching(member, atMost(member, value, longest), EVENT_TYPE,
                "an event's type, nor the beginning of one with a dot");
    }

    static String amount(String member, @Nullable String value) {
        return matching(member, value, AMOUNT,
                "a decimal number such as 100.00, with at most 16 digits before the point and 4 after it");
    }

    static String currency(String member, @Nullable String value) {
        return matching(member, value, CURRENCY, "a currency of three capital letters such as EUR");
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

    /** A public key of the length that its algorithm has. */
    static byte[] publicKey(String member, @Nullable String base64, SignatureAlgorithm alg) {
        return bytes(member, base64, alg.publicKeyBytes());
    }

    /** Base64 with its padding and nothing else, so that the same bytes have one spelling. */
    static byte[] bytes(String member, @Nullable String base64) {
        String present = present(member, base64);
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(present);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(member + " is not base64", e);
        }
        if (!Base64.getEncoder().encodeToString(decoded).equals(present)) {
            throw new IllegalArgumentException(member + " is not base64 with its padding");
        }
        return decoded;
    }

    /** A file name without a folder. */
    static String fileName(String member, @Nullable String value, int longest) {
        return matching(member, text(member, value, longest), FILE_NAME, "the name of a file alone");
    }

    static String mediaType(String member, @Nullable String value, int longest) {
        return matching(member, text(member, value, longest), MEDIA_TYPE,
                "a media type such as text/plain; charset=utf-8");
    }

    private static String matching(String member, @Nullable String value, Pattern pattern, String shape) {
        String present = present(member, value);
        if (!pattern.matcher(present).matches()) {
            throw new IllegalArgumentException(member + " is not " + shape);
        }
        return present;
    }
}
