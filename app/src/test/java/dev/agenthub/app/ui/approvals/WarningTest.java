package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.ui.common.Moments;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WarningTest {
    @Test
    void namesWhatTheCallTakesFromTheArgumentsOnlyThere() throws Exception {
        assertThat(places("""
                {"arguments":{"to":"\\u202Ebank"},"call":{"http":{"body":{"to":"\\u202Ebank"}}}}"""))
                .containsExactly("arguments.to");
    }

    @Test
    void namesWhatOnlyTheCallHoldsAndWhatItMadeOfTheArguments() throws Exception {
        assertThat(
                places("""
                        {"arguments":{"to":"\\u202Ebank"},"call":{"http":{"body":["\\u200B","to \\u202Ebank"],"\\u200Bx":1}}}"""))
                .containsExactly("arguments.to", "call.http.body[0]", "call.http.body[1]", "call.http.‹U+200B›x");
    }

    @Test
    void putsHiddenCharactersBeforeWordsThatLookLikeOthers() throws Exception {
        assertThat(Warning.in(payload("""
                {"arguments":{"a":"p\\u0430y","b":"\\uFF14\\uFF18","c":"\\u202E"},"tool":"x\\u200B"}""")))
                .extracting(Warning::place).containsExactly("arguments.c", "tool", "arguments.a", "arguments.b");
    }

    @Test
    void saysEachKindOnceWithItsPlaces() throws Exception {
        String many = IntStream.range(0, 30).mapToObj(i -> "\"x\\u202E" + i + "\"").collect(Collectors.joining(","));
        RequestWords words = new RequestWords(new Moments(InstantSource.system(), ZoneOffset.UTC));
        assertThat(words.warnings(Warning.in(payload("""
                {"arguments":{"a":"p\\u0430y","b":"p\\u0430y","c":"{0} \\u200B","d":"\\u200B"},"reason":[%s]}"""
                .formatted(many)))))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("Hidden characters in arguments.c, arguments.d: ‹U+200B›"),
                        line -> assertThat(line).startsWith("Hidden characters in reason[0], reason[1], ")
                                .endsWith(", reason[19] and 10 more places: ‹U+202E›"),
                        line -> assertThat(line).isEqualTo("“p\u0430y” in arguments.a, arguments.b is not what it looks"
                                + " like: it holds CYRILLIC SMALL LETTER A (U+0430)"));
    }

    private static List<String> places(String payload) throws Exception {
        return Warning.in(payload(payload)).stream().map(Warning::place).toList();
    }

    private static JsonObject payload(String text) throws Exception {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
