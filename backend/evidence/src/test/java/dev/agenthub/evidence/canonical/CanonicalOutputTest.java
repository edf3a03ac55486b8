package dev.agenthub.evidence.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.Trials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The canonical form that is written while the JSON is read is that of the value which is read, and so is what is wrong with it. */
class CanonicalOutputTest {

    private static final String[] TOKENS = {"{", "}", "[", "]", ",", ",", ":", ":", "\"a\":", "\"b\":", "\"\\u0061\":",
            "{\"b\":1,\"a\":2}", "{\"b\":1,\"b\":", "\"\"", "1", "1e20", "9007199254740993", "true", " ", "\u20ac"};

    @Test
    void writesEveryValueFromAnyOrderAndForm() {
        Trials.of(3000, random -> {
            JsonValue value = JsonSamples.value(random, 0);
            byte[] other = disordered(value, random).getBytes(StandardCharsets.UTF_8);
            assertThat(CanonicalJson.lossless(other)).isEqualTo(value.canonicalBytes());
            assertThat(CanonicalJson.valueInAnyForm(other)).isEqualTo(CanonicalJson.value(value.canonicalBytes()));
        });
    }

    @Test
    void findsWhatTheValueFindsAtTheSamePlace() {
        Trials.of(20_000, random -> {
            byte[] input = Stream.generate(() -> TOKENS[random.nextInt(TOKENS.length)]).limit(random.nextInt(14))
                    .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8);
            assertThat(written(input)).as(new String(input, StandardCharsets.UTF_8)).isEqualTo(read(input));
        });
    }

    @Test
    void findsWhatTheValueFindsInChangedOnes() {
        Trials.of(6000, random -> {
            byte[] input = disordered(JsonSamples.value(random, 0), random).getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(3); i >= 0; i--) {
                input[random.nextInt(input.length)] = (byte) "{}[],:\"ab1e\\ ".charAt(random.nextInt(13));
            }
            assertThat(written(input)).as(new String(input, StandardCharsets.UTF_8)).isEqualTo(read(input));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"b":0,"a":0,"b":0,"a":0}         | 13
            {"b":0,"a":0,"a":0,"b":x}         | 13
            {"b":0,"b":{"d":0,"d":0}}         | 7
            {"b":0,"a":{"d":0,"d":0},"b":0}   | 18
            {"b":0,"b":{"d":0,"c":[x          | 7
            {"b":0,"a":{"d":0,"d":0           | 18
            """)
    void findsTheFirstNameThatStandsTwice(String input, long offset) {
        assertThatThrownBy(() -> CanonicalJson.lossless(input.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(EvidenceException.class, wrong -> {
                    assertThat(wrong.code()).isEqualTo(Codes.JSON_DUPLICATE_NAME);
                    assertThat(wrong.offset()).isEqualTo(offset);
                });
    }

    @Test
    void findsNoNameTwiceThatStandsInAnObjectAndInOneAroundIt() {
        assertThat(written("{\"b\":0,\"a\":{\"b\":x".getBytes(StandardCharsets.UTF_8)))
                .startsWith(Codes.JSON_INVALID_LITERAL + " at 16");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 33, 100, 1000})
    void putsManyMembersInOrder(int count) {
        List<String> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(String.format(Locale.ROOT, "\"%04d\":%d", i, i));
        }
        byte[] inOrder = object(members);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(members, new Random(seed));
            assertThat(CanonicalJson.lossless(object(members))).isEqualTo(inOrder);
        }
        Collections.shuffle(members, new Random(count));
        String twice = members.get(count / 2);
        int at = String.join(",", members).length() + 2;
        members.add(twice);
        assertThatThrownBy(() -> CanonicalJson.lossless(object(members)))
                .isInstanceOfSatisfying(EvidenceException.class, wrong -> assertThat(wrong.offset()).isEqualTo(at));
    }

    private static byte[] object(List<String> members) {
        return ("{" + String.join(",", members) + "}").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void putsLargeObjectsInEachOtherInOrder() {
        String text = "\"" + "x".repeat(300) + "\"";
        String first = "{\"d\":" + text + ",\"c\":1}";
        String second = "{\"f\":" + first + ",\"e\":" + first + "}";
        assertThat(written(("{\"b\":" + second + ",\"a\":" + first + "}").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("{\"a\":{\"c\":1,\"d\":" + text + "},\"b\":{\"e\":{\"c\":1,\"d\":" + text
                        + "},\"f\":{\"c\":1,\"d\":" + text + "}}}");
    }

    @Test
    void isNoLargerThanItMayBe() {
        byte[] grows = ("[" + "1e20,".repeat(1_000_000) + "1e20").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new String(grows, StandardCharsets.UTF_8).concat("]").getBytes(StandardCharsets.UTF_8);
        assertThat(CanonicalJson.lossless(whole)).hasSize(22 * 1_000_001 + 1);
        assertThatThrownBy(() -> CanonicalJson.valueInAnyForm(whole))
                .isInstanceOfSatisfying(EvidenceException.class,
                        wrong -> assertThat(wrong.code()).isEqualTo(Codes.JSON_TOO_LARGE));
        assertThatThrownBy(() -> CanonicalJson.valueInAnyForm(grows)).as("what is wrong comes first")
                .isInstanceOfSatisfying(EvidenceException.class,
                        wrong -> assertThat(wrong.code()).isEqualTo(Codes.JSON_UNEXPECTED_END));
    }

    private static String written(byte[] input) {
        return outcome(() -> CanonicalJson.lossless(input));
    }

    private static String read(byte[] input) {
        return outcome(() -> JsonValue.parse(input).canonicalBytes());
    }

    private static String outcome(Supplier<byte[]> canonical) {
        try {
            return new String(canonical.get(), StandardCharsets.UTF_8);
        } catch (EvidenceException e) {
            return e.code() + " at " + e.offset() + ": " + e.getMessage();
        }
    }

    /** The value in a form of its own: spaces, members in any order, needless escapes. */
    private static String disordered(JsonValue value, Random random) {
        String space = " ".repeat(random.nextInt(2));
        return space + switch (value) {
            case JsonArray(List<JsonValue> items) -> items.stream().map(item -> disordered(item, random))
                    .collect(Collectors.joining(",", "[", space + "]"));
            case JsonObject(Map<String, JsonValue> members) -> {
                List<String> shuffled = new ArrayList<>();
                members.forEach((name, of) -> shuffled.add(
                        disordered(new JsonString(name), random) + space + ":" + disordered(of, random)));
                Collections.shuffle(shuffled, random);
                yield shuffled.stream().collect(Collectors.joining(",", "{", space + "}"));
            }
            case JsonString(String text) when random.nextBoolean() -> text.chars()
                    .mapToObj("\\u%04x"::formatted).collect(Collectors.joining("", "\"", "\""));
            default -> new String(value.canonicalBytes(), StandardCharsets.UTF_8);
        } + space;
    }
}
