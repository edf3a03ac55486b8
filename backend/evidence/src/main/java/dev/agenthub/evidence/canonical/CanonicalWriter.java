package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes values in the form of RFC 8785: no white space, sorted names, the shortest escapes, UTF-8. */
final class CanonicalWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out;

    private final int maxBytes;

    private CanonicalWriter(JsonValue value, int maxBytes) {
        // Millions of texts may be written one by one.
        this.out = new ByteArrayOutputStream(value instanceof JsonString(String text) ? text.length() + 8 : 512);
        this.maxBytes = maxBytes;
    }

    /**
     * The canonical form of a value.
     *
     * @throws EvidenceException JSON_TOO_LARGE where it is larger than that
     */
    static byte[] bytes(JsonValue value, int maxBytes) {
        CanonicalWriter writer = new CanonicalWriter(value, maxBytes);
        writer.write(value);
        writer.requireWithinLimit();
        return writer.out.toByteArray();
    }

    private void requireWithinLimit() {
        if (out.size() > maxBytes) {
            throw tooLarge(maxBytes);
        }
    }

    static EvidenceException tooLarge(int maxBytes) {
        return new EvidenceException(Codes.JSON_TOO_LARGE, "The value is larger than " + maxBytes + " bytes.");
    }

    private void write(JsonValue value) {
        requireWithinLimit();
        switch (value) {
            case JsonObject object -> writeObject(object);
            case JsonArray array -> writeArray(array);
            case JsonString string -> writeString(string.value());
            case JsonNumber number -> ascii(number.literal());
            case JsonBoolean bool -> ascii(bool.value() ? "true" : "false");
            case JsonNull ignored -> ascii("null");
        }
    }

    private void writeObject(JsonObject object) {
        if (object.members() instanceof CanonicalMembers members) {
            members.bytes().writeTo(out);
            return;
        }
        char separator = '{';
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            out.write(separator);
            writeString(member.getKey());
            out.write(':');
            write(member.getValue());
            separator = ',';
        }
        if (object.members().isEmpty()) {
            out.write('{');
        }
        out.write('}');
    }

    private void writeArray(JsonArray array) {
        if (array.items() instanceof CanonicalItems items) {
            items.bytes().writeTo(out);
            return;
        }
        out.write('[');
        boolean first = true;
        for (JsonValue item : array.items()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            write(item);
        }
        out.write(']');
    }

    private void writeString(String text) {
        out.write('"');
        // Every byte below 0x80 of UTF-8 is a character of its own, so escaping the encoded bytes is escaping the characters.
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int plainFrom = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\' || (b >= 0 && b < 0x20)) {
                out.write(bytes, plainFrom, i - plainFrom);
                plainFrom = i + 1;
                escape(b);
            }
        }
        out.write(bytes, plainFrom, bytes.length - plainFrom);
        out.write('"');
    }

    private void escape(byte b) {
        switch (b) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\b' -> ascii("\\b");
            case '\t' -> ascii("\\t");
            case '\n' -> ascii("\\n");
            case '\f' -> ascii("\\f");
            case '\r' -> ascii("\\r");
            default -> {
                ascii("\\u00");
                out.write(HEX[b >> 4]);
                out.write(HEX[b & 15]);
            }
        }
    }

    private void ascii(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
