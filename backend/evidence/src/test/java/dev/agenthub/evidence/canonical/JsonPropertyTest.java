package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.EvidenceException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonPropertyTest {

    @Property(tries = 500)
    void readsBackEveryValueItWrites(@ForAll long seed) {
        JsonValue value = value(new Random(seed), 0);
        byte[] bytes = value.canonicalBytes();
        assertThat(JsonValue.parse(bytes)).isEqualTo(value);
        assertThat(CanonicalJson.lossless(bytes)).isEqualTo(bytes);
    }

    @Property(tries = 2000)
    void formatsEveryDoubleSoThatItReadsBack(@ForAll long bits) {
        double value = Double.longBitsToDouble(bits);
        if (Double.isFinite(value)) {
            String text = Numbers.format(value);
            assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
            assertThat(Numbers.lossless(text, 0)).isEqualTo(text);
            assertThat(new BigDecimal(text).precision()).isLessThanOrEqualTo(21);
        }
    }

    @Property(tries = 2000)
    void keepsTheExactValueOfEveryDecimalOrRejectsIt(@ForAll BigDecimal decimal) {
        try {
            assertThat(new BigDecimal(Numbers.lossless(decimal.toString(), 0))).isEqualByComparingTo(decimal);
        } catch (EvidenceException e) {
            assertThat(new BigDecimal(Double.toString(decimal.doubleValue()))).isNotEqualByComparingTo(decimal);
        }
    }

    @Property(tries = 2000)
    void answersAnyBytesWithAValueOrACodeAndAnOffsetWithinThem(@ForAll("nearlyJson") byte[] input) {
        try {
            byte[] canonical = CanonicalJson.lossless(input);
            assertThat(CanonicalJson.lossless(canonical)).isEqualTo(canonical);
        } catch (EvidenceException e) {
            assertThat(e.code()).startsWith("JSON_");
            assertThat(e.offset()).isBetween(0L, (long) input.length);
        }
    }

    @Provide
    Arbitrary<byte[]> nearlyJson() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(12);
        Arbitrary<byte[]> tokens = Arbitraries
                .of("{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\ud83d", "\\ude00",
                        "1", "-0", "1e5", "9007199254740993", "true", "null", " ", "\u20ac")
                .list().ofMaxSize(10)
                .map(list -> String.join("", list).getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(noise, tokens);
    }

    /** A value of any shape, the same for the same number. */
    private static JsonValue value(Random random, int depth) {
        int kind = random.nextInt(depth > 4 ? 4 : 6);
        return switch (kind) {
            case 0 -> new JsonString(text(random));
            case 1 -> JsonNumber.of(random.nextLong(-(1L << 53), (1L << 53) + 1));
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
}
