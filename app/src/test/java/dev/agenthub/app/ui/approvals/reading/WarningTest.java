package dev.agenthub.app.ui.approvals.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.text.LookAlikes;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class WarningTest {
    @Test
    void namesWhatTheCallTakesFromTheArgumentsOnlyThere() throws Exception {
        assertThat(places("""
                {"arguments":{"to":"\\u202Ebank"},"call":{"http":{"body":{"to":"\\u202Ebank"}}}}"""))
                .containsExactly("arguments.to");
    }

    @Test
    void countsAnArgumentOnceThatIsInTheBodyAndInAHeader() throws Exception {
        List<Warning> found = Warning.in(
                payload("""
                        {"arguments":{"ids":["p\\u0430y"],"to":"\\u202Ebank"},"call":{"http":{"body":{"ids":["p\\u0430y"],"to":"\\u202Ebank"},
                        "headers":{"X-Id":"p\\u0430y","X-To":"\\u202Ebank"}}}}"""));
        assertThat(found).extracting(Warning::place).containsExactly("arguments.to", "arguments.ids[0]");
        assertThat(new WarningText().lines(found)).extracting(line -> line.warnings().size()).containsExactly(1, 1);
    }

    @Test
    void namesWhatOnlyTheCallHoldsAndWhatItMadeOfTheArguments() throws Exception {
        assertThat(
                places("""
                        {"arguments":{"to":"\\u202Ebank"},"call":{"http":{"body":["\\u200B","to \\u202Ebank"],"\\u200Bx":1}}}"""))
                .containsExactly("arguments.to", "call.http.body[1]", "call.http.body[0]", "call.http.‹U+200B›x");
    }

    @Test
    void putsHiddenCharactersBeforeWordsThatLookLikeOthers() throws Exception {
        assertThat(Warning.in(payload("""
                {"arguments":{"a":"p\\u0430y","b":"\\uFF14\\uFF18","c":"\\u202E"},"tool":"x\\u200B"}""")))
                .extracting(Warning::place).containsExactly("arguments.c", "tool", "arguments.a", "arguments.b");
    }

    @Test
    void putsFirstWhatIsInTheTargetThenWhatTurnsThenWhatHides() throws Exception {
        assertThat(
                places("""
                        {"arguments":{"a":"\\u200B","b":"\\u202E","c":"p\\u0430y"},"call":{"http":{"url":"https://\\u0430pple.com"}}}"""))
                .containsExactly("call.http.url", "arguments.b", "arguments.a", "arguments.c");
    }

    @Test
    void knowsWhereEachStandsInTheExactText() throws Exception {
        String text = payload(
                """
                        {"arguments":{"a \\"q\\" \\u0001\\n\\u200B":[1.50,true,null,"x\\\\\\t\\u202Ey\\u2066z"],"o":{},"e":[],"w":"\\t \\u0434\\u043E\\u043C p\\u0430y"},
                        "call":{"http":{"body":"p\\u0430y\\u200B"}}}""");
        assertThat(Warning.in(text)).extracting(warning -> warning.place() + ": "
                + text.substring(warning.span().start(), warning.span().end()))
                .containsExactly("arguments.a \"q\" ‹U+0001›‹U+000A›‹U+200B›[3]: \u202Ey\u2066",
                        "arguments.a \"q\" ‹U+0001›‹U+000A›‹U+200B›: \\u0001\\n\u200B",
                        "call.http.body: \u200B", "arguments.w: p\u0430y", "call.http.body: p\u0430y");
    }

    @Test
    void saysEachCauseOnceWithAllItsPlaces() throws Exception {
        String many = IntStream.range(0, 300).mapToObj(i -> "\"x\\u202E" + i + "\"").collect(Collectors.joining(","));
        List<WarningLine> lines = new WarningText().lines(Warning.in(payload("""
                {"arguments":{"a":"p\\u0430y","b":"p\\u0430y","c":"{0} \\u200B","d":"\\u200B"},"reason":[%s]}"""
                .formatted(many))));
        assertThat(lines).extracting(WarningLine::sentence).containsExactly("Hidden characters ‹U+202E› in",
                "Hidden characters ‹U+200B› in",
                "“p\u0430y” is not what it looks like, it holds CYRILLIC SMALL LETTER A (U+0430), in");
        assertThat(lines.get(0).warnings()).hasSize(300);
        assertThat(lines.get(1).warnings()).extracting(Warning::place).containsExactly("arguments.c", "arguments.d");
        assertThat(lines.get(2).warnings()).extracting(Warning::place).containsExactly("arguments.a", "arguments.b");
    }

    /** Longer than the smallest part of what any two of a million words would take against each other. */
    @Test
    @Timeout(60)
    void findsAMillionWordsInOneText() throws Exception {
        List<Warning> found = Warning
                .in(payload("{\"arguments\":{\"a\":\"" + "p\\u0430y\\n".repeat(1_000_000) + "\"}}"));
        assertThat(found).hasSize(1_000_000);
        assertThat(found.getLast().span()).isEqualTo(new Span(4_999_995 + 19, 4_999_998 + 19));
    }

    @Test
    void endsWhenItsThreadIsInterrupted() throws Exception {
        String payload = payload("{\"arguments\":{\"a\":\"p\\u0430y\"}}");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Warning.in(payload)).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> Warning.in("a", "\u202E", 0)).isInstanceOf(CancellationException.class);
            assertThatThrownBy(() -> LookAlikes.in("p\u0430y")).isInstanceOf(CancellationException.class);
        } finally {
            assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
        }
        assertThat(Warning.in(payload)).hasSize(1);
    }

    private static List<String> places(String payload) throws Exception {
        return Warning.in(payload(payload)).stream().map(Warning::place).toList();
    }

    private static String payload(String text) throws Exception {
        return new String(JsonValue.parse(text.getBytes(StandardCharsets.UTF_8)).canonicalBytes(),
                StandardCharsets.UTF_8);
    }
}
