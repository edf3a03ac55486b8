package dev.agenthub.bench.window;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Arguments of ten million bytes, in the shapes that are hardest to show. */
enum LargePayload {

    LINE("one line") {
        @Override
        JsonValue value() {
            return text(SIZE, 'a', 26);
        }
    },
    CJK("CJK") {
        @Override
        JsonValue value() {
            return text(SIZE / 3, 0x4E00, 20_000);
        }
    },
    LINES("5,000,000 line ends") {
        @Override
        JsonValue value() {
            return new JsonString("\n".repeat(SIZE / 2));
        }
    },
    ESCAPES("escapes and hidden characters") {
        @Override
        JsonValue value() {
            Random random = new Random(1);
            int[] some = {'"', '\\', '\n', 0x200B, 0x202E, 0xFE0F, 0x034F};
            return new JsonString(random.ints(SIZE / 5 * 2, 0, some.length).map(one -> some[one])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
        }
    },
    REPEATED("repeated hidden characters") {
        @Override
        JsonValue value() {
            return new JsonString("\u200B\u200C\u200D\u2060".repeat(SIZE / 12));
        }
    },
    DEEP("deep JSON") {
        @Override
        JsonValue value() {
            JsonValue deep = JsonNumber.of(1);
            for (int i = 0; i < DEPTH; i++) {
                deep = JsonArray.of(deep);
            }
            List<JsonValue> many = new ArrayList<>();
            for (int i = 0; i < SIZE / (2 * DEPTH + 2); i++) {
                many.add(deep);
            }
            return JsonArray.of(many.toArray(JsonValue[]::new));
        }
    };

    private static final int SIZE = 10_000_000;
    private static final int DEPTH = 120;

    private final String words;

    LargePayload(String words) {
        this.words = words;
    }

    abstract JsonValue value();

    /** What it is, for the table. */
    String words() {
        return words;
    }

    /** Stands in the first row of its text, and in no other payload. */
    String mark() {
        return "k" + name().toLowerCase(Locale.ROOT);
    }

    JsonObject arguments() {
        return JsonObject.builder().put(mark(), value()).build();
    }

    private static JsonValue text(int length, int first, int different) {
        return new JsonString(new Random(length).ints(length, first, first + different)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString());
    }
}
