package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.Trials;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JsonPropertyTest {

    private static final String[] TOKENS = {"{", "}", "[", "]", ",", ":", "\"a\"", "\"", "\\", "\\ud83d", "\\ude00",
            "1", "-0", "1e5", "9007199254740993", "true", "null", " ", "\u20ac"};

    @Test
    void readsBackEveryValueItWrites() {
        Trials.of(500, random -> {
            JsonValue value = JsonSamples.value(random, 0);
            byte[] bytes = value.canonicalBytes();
            assertThat(JsonValue.parse(bytes)).isEqualTo(value);
            assertThat(CanonicalJson.lossless(bytes)).isEqualTo(bytes);
            assertThat(CanonicalJson.isCanonical(bytes)).isTrue();
        });
    }

    @Test
    void formatsEveryDoubleSoThatItReadsBack() {
        Trials.of(2000, random -> {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = Numbers.format(value);
                assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
                assertThat(Numbers.lossless(text, 0)).isEqualTo(text);
                assertThat(new BigDecimal(text).precision()).isLessThanOrEqualTo(21);
            }
        });
    }

    @Test
    void keepsTheExactValueOfEveryDecimalOrRejectsIt() {
        Trials.of(2000, random -> {
            BigDecimal decimal = new BigDecimal(new BigInteger(random.nextInt(80), random), random.nextInt(-30, 340));
            try {
                assertThat(new BigDecimal(Numbers.lossless(decimal.toString(), 0))).isEqualByComparingTo(decimal);
            } catch (EvidenceException e) {
                assertThat(new BigDecimal(Double.toString(decimal.doubleValue()))).isNotEqualByComparingTo(decimal);
            }
        });
    }

    @Test
    void answersAnyBytesWithAValueOrACodeAndAnOffsetWithinThem() {
        Trials.of(4000, random -> {
            byte[] input = random.nextBoolean() ? noise(random) : tokens(random);
            try {
                byte[] canonical = CanonicalJson.lossless(input);
                assertThat(CanonicalJson.isCanonical(input)).isEqualTo(Arrays.equals(canonical, input));
                assertThat(CanonicalJson.lossless(canonical)).isEqualTo(canonical);
            } catch (EvidenceException e) {
                assertThat(e.code()).startsWith("JSON_");
                assertThat(e.offset()).isBetween(0L, (long) input.length);
            }
        });
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(13)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] tokens(Random random) {
        return Stream.generate(() -> TOKENS[random.nextInt(TOKENS.length)]).limit(random.nextInt(11))
                .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
    }
}
