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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalScannerTest {

    private static final byte[] SPICE = "\"\\{}[]:,0123456789eE+-.tfnul /u\u0007\u00e9\u20ac\ufffd\ud83d\ude00"
            .getBytes(StandardCharsets.UTF_8);

    @Test
    void provesWhatTheWriterWrites() {
        Trials.of(3000, random -> {
            byte[] bytes = JsonSamples.value(random, 0).canonicalBytes();
            assertThat(proves(bytes)).isTrue();
            assertAgrees(bytes);
        });
    }

    @Test
    void neverProvesWhatTheParserRejectsOrTheWriterWritesDifferently() {
        Trials.of(10_000, random -> assertAgrees(mutated(JsonSamples.value(random, 0).canonicalBytes(), random)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "0", "-1", "1.5", "1e+21", "1e-7", "123456789012345", "1234567890123456",
            "9007199254740992", "\"\"", "\"\\u001f\\b\\t\\n\\f\\r\\\"\\\\\"", "\"\u007f\u20ac\ud83d\ude00\"",
            "{\"a\":1,\"aa\":2,\"b\":[null,true,false]}", "{\"\":0,\"\ud83d\ude00\":1,\"\ufffd\":2}",
            "{\"\u00e9\":0,\"\u20ac\":1}", "[\"12345678\",\"1234567\u00e9\",\"123456\\n\"]"})
    void provesTheCanonicalForm(String json) {
        assertThat(proves(json.getBytes(StandardCharsets.UTF_8))).isTrue();
        assertAgrees(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " {}", "{} ", "{ }", "[1, 2]", "01", "-0", "-", "1.0", "1e21", "1E5", "1e5", "1e400",
            "0.10", "9007199254740993", "123456789012345678", "tru", "truex", "nul", "\"", "\"\\", "\"\\/\"",
            "\"\\u0041\"", "\"\\u000A\"", "\"\\u000a\"", "\"\\u0008\"", "\"\\u001F\"", "\"\\u00\"", "\"\\x\"",
            "\"12345678\t\"", "\"1\n\"", "{\"b\":1,\"a\":2}", "{\"a\":1,\"a\":2}", "{\"aa\":1,\"a\":2}", "{\"a\":1,}",
            "{\"a\"}", "{\"a\":}", "{a:1}", "[1,]", "[1", "[", "{", "{\"\ufffd\":1,\"\ud83d\ude00\":2}", "{\"a\":1]",
            "[1}", "NaN", "+1", ".5", "1.", "1e-6", "12e+21", "0.5e-7", "0e-7", "2e+308", "3e-324", "9.9e-324"})
    void provesNothingElse(String json) {
        assertThat(proves(json.getBytes(StandardCharsets.UTF_8))).isFalse();
        assertAgrees(json.getBytes(StandardCharsets.UTF_8));
    }

    /** As the text sorts that they stand for. */
    @Test
    void ordersNamesWithEscapes() {
        Trials.of(3000, random -> {
            String first = name(random);
            String second = name(random);
            byte[] bytes = ("{" + quoted(first) + ":1," + quoted(second) + ":2}").getBytes(StandardCharsets.UTF_8);
            assertThat(proves(bytes)).as(first + "," + second).isEqualTo(first.compareTo(second) < 0);
        });
    }

    private static String name(Random random) {
        String[] parts = {"\n", "\t", "\b", "\f", "\r", "\"", "\\", "\u0001", "\u001f", "!", "#", "[", "]", "a",
                "\ufffd",
                "\ud83d\ude00"};
        return random.ints(random.nextInt(4), 0, parts.length).mapToObj(i -> parts[i]).collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return new String(new JsonString(text).canonicalBytes(), StandardCharsets.UTF_8);
    }

    /** Of every number with a few digits, wherever its point is and however it is spelled. */
    @Test
    void judgesNumbersAsTheParserDoes() {
        String[] parts = {"-", "0", "00000", "1", "9", "10", "4503599627370496", "99999999999999", ".", ".", "e", "e+",
                "e-", "20", "21", "7", "6", "299", "300", "301", "308", "324"};
        Trials.of(20_000, random -> assertAgrees(random.ints(1 + random.nextInt(6), 0, parts.length)
                .mapToObj(i -> parts[i]).collect(Collectors.joining()).getBytes(StandardCharsets.US_ASCII)));
        Trials.of(20_000,
                random -> assertAgrees(
                        Numbers.format(new BigDecimal(BigInteger.valueOf(random.nextLong(1L << random.nextInt(1, 63))),
                                random.nextInt(-30, 30)).doubleValue()).getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void provesAsManyLevelsAsTheParserAccepts() {
        for (int depth = CanonicalJson.MAX_DEPTH - 1; depth <= CanonicalJson.MAX_DEPTH + 1; depth++) {
            byte[] arrays = ("[".repeat(depth) + "]".repeat(depth)).getBytes(StandardCharsets.UTF_8);
            byte[] objects = ("{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1))
                    .getBytes(StandardCharsets.UTF_8);
            assertThat(proves(arrays)).isEqualTo(depth <= CanonicalJson.MAX_DEPTH);
            assertThat(proves(objects)).isEqualTo(depth <= CanonicalJson.MAX_DEPTH);
            assertAgrees(arrays);
            assertAgrees(objects);
        }
    }

    @Test
    void judgesTwoAndThreeBytesInAStringAsTheParserDoes() {
        byte[] two = "\"xx\"".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1 << 16; i++) {
            two[1] = (byte) (i >> 8);
            two[2] = (byte) i;
            assertAgrees(two);
        }
        byte[] three = "\"xxx\"".getBytes(StandardCharsets.UTF_8);
        for (int first : new int[]{0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF4}) {
            for (int second = 0; second < 256; second++) {
                for (int third : new int[]{'"', 'x', 0x7F, 0x80, 0xBF, 0xC0, 0xFF}) {
                    three[1] = (byte) first;
                    three[2] = (byte) second;
                    three[3] = (byte) third;
                    assertAgrees(three);
                }
            }
        }
    }

    @Test
    void readsNothingOutsideItsBounds() {
        Trials.of(2000, random -> {
            byte[] bytes = JsonSamples.value(random, 0).canonicalBytes();
            byte[] framed = new byte[bytes.length + 20];
            Arrays.fill(framed, (byte) '"');
            System.arraycopy(bytes, 0, framed, 10, bytes.length);
            for (int end = 10; end < 10 + bytes.length; end++) {
                int after = CanonicalScanner.value(framed, 10, end, 0);
                assertThat(after).isLessThanOrEqualTo(end);
            }
        });
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        byte[] mutated = bytes.clone();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated[at] = SPICE[random.nextInt(SPICE.length)];
                case 2 -> {
                    byte[] longer = new byte[mutated.length + 1];
                    System.arraycopy(mutated, 0, longer, 0, at);
                    System.arraycopy(mutated, at, longer, at + 1, mutated.length - at);
                    longer[at] = SPICE[random.nextInt(SPICE.length)];
                    mutated = longer;
                }
                default -> mutated = Arrays.copyOf(mutated, Math.max(1, mutated.length - 1));
            }
        }
        return mutated;
    }

    private static boolean proves(byte[] bytes) {
        return CanonicalScanner.value(bytes, 0, bytes.length, 0) == bytes.length;
    }

    /** What is proven is canonical, and the other way round. */
    private static void assertAgrees(byte[] bytes) {
        boolean canonical;
        try {
            canonical = Arrays.equals(bytes, CanonicalJson.lossless(bytes));
        } catch (EvidenceException e) {
            canonical = false;
        }
        if (proves(bytes) != canonical) {
            throw new AssertionError("Scanner and parser disagree about "
                    + new String(bytes, StandardCharsets.ISO_8859_1) + ", which is canonical: " + canonical);
        }
    }
}
