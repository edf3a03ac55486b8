package dev.agenthub.evidence.canonical;

import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Draws JSON values for tests. */
final class JsonSamples {

    private JsonSamples() {}

    /** A value of any shape, the same for the same number. */
    static JsonValue value(Random random, int depth) {
        int kind = random.nextInt(depth > 4 ? 4 : 6);
        return switch (kind) {
            case 0 -> new JsonString(text(random));
            case 1 ->
                random.nextBoolean() ? JsonNumber.of(random.nextLong(-(1L << 53), (1L << 53) + 1)) : small(random);
            case 2 -> JsonBoolean.of(random.nextBoolean());
            case 3 -> JsonNull.NULL;
            case 4 -> new JsonArray(Stream.generate(() -> value(random, depth + 1)).limit(random.nextInt(5)).toList());
            default -> {
                TreeMap<String, JsonValue> members = new TreeMap<>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    members.put(text(random), value(random, depth + 1));
                }
                yield new JsonObject(members);
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int limit = random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1;
            int c = random.nextInt(limit);
            text.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '?' : c);
        }
        return text.toString();
    }

    private static JsonNumber small(Random random) {
        return new JsonNumber(
                Numbers.format(random.nextInt(-2000, 2000) / 16.0 * Math.pow(10, random.nextInt(-9, 24))));
    }
}
