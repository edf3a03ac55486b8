package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads exactly one JSON value (RFC 8259) from UTF-8 bytes; recursion is bounded by {@link CanonicalJson#MAX_DEPTH}. */
final class JsonParser {

    /** In bytes: where no string of its own is worth its making. */
    private static final int SHORT = 16;

    private final byte[] in;
    private final boolean lossless;
    private final JsonOutput out;
    private int at;

    private JsonParser(byte[] in, boolean lossless, JsonOutput out) {
        this.in = in;
        this.lossless = lossless;
        this.out = out;
    }

    static JsonValue lossless(byte[] utf8, int maxBytes) {
        JsonTree tree = new JsonTree();
        parse(utf8, maxBytes, true, tree);
        return tree.value();
    }

    /**
     * Writes the canonical form of what is read.
     *
     * @param lossless whether numbers must be exact, else they round
     */
    static byte[] canonical(byte[] utf8, int maxBytes, boolean lossless, int maxCanonicalBytes) {
        CanonicalOutput output = new CanonicalOutput(Math.min(utf8.length, maxBytes), maxCanonicalBytes);
        parse(utf8, maxBytes, lossless, output);
        return output.bytes();
    }

    private static void parse(byte[] utf8, int maxBytes, boolean lossless, JsonOutput out) {
        if (utf8.length > maxBytes) {
            throw new EvidenceException(Codes.JSON_TOO_LARGE, "The input is larger than " + maxBytes + " bytes.",
                    maxBytes);
        }
        try {
            new JsonParser(utf8, lossless, out).whole();
        } catch (EvidenceException e) {
            throw out.earlier(e);
        }
    }

    static EvidenceException duplicateName(int at) {
        return new EvidenceException(Codes.JSON_DUPLICATE_NAME, "A member name stands twice in one object.", at);
    }

    private void whole() {
        rejectByteOrderMark();
        skipWhitespace();
        value(0);
        skipWhitespace();
        if (at < in.length) {
            throw fail(Codes.JSON_TRAILING_BYTES, "There are bytes after the value.");
        }
    }

    private void rejectByteOrderMark() {
        int first = peek(0);
        boolean utf8 = first == 0xEF && peek(1) == 0xBB && peek(2) == 0xBF;
        boolean utf16 = (first == 0xFE && peek(1) == 0xFF) || (first == 0xFF && peek(1) == 0xFE);
        if (utf8 || utf16) {
            throw fail(Codes.JSON_BYTE_ORDER_MARK, "The input begins with a byte-order mark.");
        }
    }

    private void value(int depth) {
        int c = peek(0);
        switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> {
                int from = at;
                String text = textUnlessTaken();
                if (text == null) {
                    out.scalar(in, from, at);
                } else {
                    out.scalar(new JsonString(text));
                }
            }
            case 't' -> literal("true", JsonBoolean.of(true));
            case 'f' -> literal("false", JsonBoolean.of(false));
            case 'n' -> literal("null", JsonNull.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected("a value");
        }
    }

    private void object(int depth) {
        enter(depth);
        out.beginObject();
        skipWhitespace();
        if (accept('}')) {
            out.end();
            return;
        }
        do {
            skipWhitespace();
            rejectTrailingComma('}');
            member(depth);
            skipWhitespace();
        } while (goesOn('}', "a comma or the end of the object"));
        out.end();
    }

    private void member(int depth) {
        int from = at;
        if (peek(0) != '"') {
            throw unexpected("a member name");
        }
        String name = textUnlessTaken();
        int to = at;
        skipWhitespace();
        expect(':', "a colon");
        skipWhitespace();
        if (name == null) {
            out.name(in, from, to);
        } else {
            out.name(name, from);
        }
        value(depth + 1);
    }

    private void array(int depth) {
        enter(depth);
        out.beginArray();
        skipWhitespace();
        if (accept(']')) {
            out.end();
            return;
        }
        do {
            skipWhitespace();
            rejectTrailingComma(']');
            value(depth + 1);
            skipWhitespace();
        } while (goesOn(']', "a comma or the end of the array"));
        out.end();
    }

    /** Whether a comma stands here, and not the end. */
    private boolean goesOn(char close, String what) {
        if (accept(close)) {
            return false;
        }
        expect(',', what);
        return true;
    }

    private void enter(int depth) {
        if (depth >= CanonicalJson.MAX_DEPTH) {
            throw fail(Codes.JSON_TOO_DEEP, "Nested deeper than " + CanonicalJson.MAX_DEPTH + " levels.");
        }
        at++;
    }

    private void rejectTrailingComma(char close) {
        if (peek(0) == close) {
            throw fail(Codes.JSON_TRAILING_COMMA, "There is a comma with nothing after it.");
        }
    }

    private void literal(String word, JsonValue value) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= in.length) {
                throw new EvidenceException(Codes.JSON_UNEXPECTED_END, "The input ends inside a word.", in.length);
            }
            if (peek(i) != word.charAt(i)) {
                throw fail(Codes.JSON_INVALID_LITERAL, "Only true, false and null may stand bare.");
            }
        }
        at += word.length();
        out.scalar(value);
    }

    private void number() {
        int from = at;
        while (at < in.length && Numbers.isNumberByte(in[at])) {
            at++;
        }
        if (out.takesBytes() && CanonicalScanner.number(in, from, at) == at) {
            out.scalar(in, from, at);
        } else if (out.takesBytes() && lossless) {
            byte[] canonical = canonicalNumber(from);
            out.scalar(canonical, 0, canonical.length);
        } else {
            // A rounded literal is canonical already, so the lossless constructor leaves it as it is.
            out.scalar(new JsonNumber(
                    lossless ? Numbers.lossless(literal(from), from) : Numbers.rounded(literal(from), from)));
        }
    }

    private byte[] canonicalNumber(int from) {
        byte[] known = KnownNumbers.canonical(in, from, at);
        if (known != null) {
            return known;
        }
        byte[] canonical = Numbers.lossless(literal(from), from).getBytes(StandardCharsets.US_ASCII);
        KnownNumbers.keep(in, from, at, canonical);
        return canonical;
    }

    private String literal(int from) {
        return new String(in, from, at - from, StandardCharsets.US_ASCII);
    }

    /** Goes past a string, and tells its text unless its bytes can be taken as they are. */
    private @Nullable String textUnlessTaken() {
        int end = out.takesBytes() ? CanonicalScanner.string(in, at, in.length) : CanonicalScanner.NOT_PROVEN;
        if (end < 0) {
            return string();
        }
        at = end;
        return null;
    }

    /** Reads a string from its opening quote; a string without escapes is decoded at once. */
    private String string() {
        at++;
        int from = at;
        StringBuilder text = null;
        while (true) {
            at = CanonicalScanner.afterPlain(in, at, in.length);
            int c = peek(0);
            if (c == '"') {
                int end = at++;
                if (text == null) {
                    return new String(in, from, end - from, StandardCharsets.UTF_8);
                }
                append(text, from, end);
                return text.toString();
            } else if (c == '\\') {
                text = text == null ? new StringBuilder() : text;
                append(text, from, at);
                escape(text);
                from = at;
            } else if (c < 0) {
                throw fail(Codes.JSON_UNEXPECTED_END, "The input ends inside a string.");
            } else if (c < 0x20) {
                throw fail(Codes.JSON_CONTROL_CHARACTER, "A control character must be escaped in a string.");
            } else {
                at += Utf8.lengthAt(in, at);
            }
        }
    }

    /** What stands between two escapes, of which millions may be a character apart. */
    private void append(StringBuilder text, int from, int to) {
        if (to - from > SHORT) {
            text.append(new String(in, from, to - from, StandardCharsets.UTF_8));
            return;
        }
        for (int i = from; i < to;) {
            int length = Utf8.lengthAt(in, i);
            text.appendCodePoint(Utf8.codePoint(in, i, length));
            i += length;
        }
    }

    private void escape(StringBuilder text) {
        switch (peek(1)) {
            case '"' -> text.append('"');
            case '\\' -> text.append('\\');
            case '/' -> text.append('/');
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> {
                unicodeEscape(text);
                return;
            }
            case -1 ->
                throw new EvidenceException(Codes.JSON_UNEXPECTED_END, "The input ends inside an escape.", in.length);
            default -> throw fail(Codes.JSON_INVALID_ESCAPE, "This is not an escape of JSON.");
        }
        at += 2;
    }

    private void unicodeEscape(StringBuilder text) {
        char first = hexUnit(at);
        if (!Character.isSurrogate(first)) {
            text.append(first);
            at += 6;
            return;
        }
        boolean followed = Character.isHighSurrogate(first) && peek(6) == '\\' && peek(7) == 'u';
        if (!followed || !Character.isLowSurrogate(hexUnit(at + 6))) {
            throw fail(Codes.JSON_LONE_SURROGATE, "An escape stands for half of a surrogate pair.");
        }
        text.append(first).append(hexUnit(at + 6));
        at += 12;
    }

    private char hexUnit(int escapeAt) {
        int unit = 0;
        for (int i = escapeAt + 2; i < escapeAt + 6; i++) {
            if (i >= in.length) {
                throw new EvidenceException(Codes.JSON_UNEXPECTED_END, "The input ends inside an escape.", in.length);
            }
            int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
            if (digit < 0) {
                throw new EvidenceException(Codes.JSON_INVALID_ESCAPE, "An escape needs four hexadecimal digits.",
                        escapeAt);
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private void skipWhitespace() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\t' || in[at] == '\n' || in[at] == '\r')) {
            at++;
        }
    }

    private boolean accept(char c) {
        if (peek(0) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char c, String what) {
        if (!accept(c)) {
            throw unexpected(what);
        }
    }

    /** The byte so far ahead, or -1 after the end. */
    private int peek(int ahead) {
        return at + ahead < in.length ? in[at + ahead] & 0xFF : -1;
    }

    private EvidenceException unexpected(String what) {
        int c = peek(0);
        if (c < 0) {
            return fail(Codes.JSON_UNEXPECTED_END, "The input ends where " + what + " should stand.");
        }
        if (c == '/' || c == '#') {
            return fail(Codes.JSON_COMMENT, "JSON has no comments.");
        }
        if (Character.isLetter(c) && c < 0x80) {
            return fail(Codes.JSON_INVALID_LITERAL, "Only true, false and null may stand bare.");
        }
        if (c >= 0x80) {
            Utf8.lengthAt(in, at);
        }
        return fail(Codes.JSON_UNEXPECTED_BYTE, "Here " + what + " should stand.");
    }

    private EvidenceException fail(String code, String message) {
        return new EvidenceException(code, message, at);
    }
}
