package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    private static List<String> places(String payload) throws Exception {
        return Warning.in(payload(payload)).stream().map(Warning::place).toList();
    }

    private static JsonObject payload(String text) throws Exception {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
