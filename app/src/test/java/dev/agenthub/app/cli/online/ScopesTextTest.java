package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.NeededScope;
import dev.agenthub.api.ScopeUser;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopesTextTest {
    private static final NeededScope SEND = new NeededScope("{\"type\":\"message\"}", false,
            List.of(new ScopeUser("Clerk", "letters.send")));

    @Test
    void callsADetailGrantedThatTheProviderAddedTo() {
        assertThat(ScopesText.of(new ConnectionScopes(List.of(SEND),
                List.of("{\"since\":\"2026\",\"type\":\"message\"}", "{\"type\":\"ticket\"}"), List.of(),
                List.of("{\"type\":\"ticket\"}"), List.of("{\"type\":\"ticket\"}")))).isEqualTo("""
                        {"type":"message"}  granted
                            Clerk  letters.send
                        {"since":"2026","type":"message"}  granted
                        {"type":"ticket"}  granted, unused, not asked for
                        """);
    }

    @Test
    void callsNothingGrantedBeforeSomebodyConsentedOrWhereItIsMissing() {
        for (ConnectionScopes one : List.of(
                new ConnectionScopes(List.of(SEND), List.of(), List.of(), List.of(), List.of()),
                new ConnectionScopes(List.of(SEND), List.of("{\"type\":\"ticket\"}"), List.of(SEND.scope()), List.of(),
                        List.of()))) {
            assertThat(ScopesText.of(one)).startsWith("{\"type\":\"message\"}  not granted");
        }
    }
}
