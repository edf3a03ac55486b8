package dev.agenthub.app.text;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats JSON for editing: values that fit on a line stay on one, and hidden characters are escaped. */
public final class PrettyJson {

    private static final int WIDTH = 76;

    private PrettyJson() {}

    public static String of(String document) {
        return of(JsonValue.parse(document.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same JSON value with other white space and escapes. */
    public static String of(JsonValue value) {
        return of(value, "");
    }

    private static String of(JsonValue value, String indent) {
        String line = oneLine(value);
        if (indent.length() + line.length() <= WIDTH && !(value instanceof JsonObject && indent.isEmpty())) {
            return line;
        }
        String deeper = indent + "  ";
        return switch (value) {
            case JsonObject object when !object.members().isEmpty() -> object.members().entrySet().stream()
                    .map(member -> deeper + oneLine(new JsonString(member.getKey())) + ": "
                            + of(member.getValue(), deeper))
                    .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case JsonArray(List<JsonValue> items) when !items.isEmpty() -> items.stream()
                    .map(item -> deeper + of(item, deeper))
                    .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            default -> line;
        };
    }

    private static String oneLine(JsonValue value) {
        return switch (value) {
            case JsonObject object -> object.members().entrySet().stream()
                    .map(member -> oneLine(new JsonString(member.getKey())) + ": " + oneLine(member.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
            case JsonArray(List<JsonValue> items) -> items.stream().map(PrettyJson::oneLine)
                    .collect(Collectors.joining(", ", "[", "]"));
            default -> escaped(new String(value.canonicalBytes(), StandardCharsets.UTF_8));
        };
    }

    /** Hidden characters occur only in strings, where an escape is equivalent (RFC 8259, section 7). */
    private static String escaped(String json) {
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(codePoint -> {
            if (HiddenCharacters.isHidden(codePoint)) {
                for (char unit : Character.toChars(codePoint)) {
                    escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
                }
            } else {
                escaped.appendCodePoint(codePoint);
            }
        });
        return escaped.toString();
    }
}
