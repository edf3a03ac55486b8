package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code agenthub connections list} with a connection whose calls are paused, or whose own definition's name the catalog has. */
class LimitedConnectionTest {
    private static final Instant UNTIL = Instant.parse("2026-11-29T12:00:30Z");

    private static String said(@Nullable Instant pausedUntil, @Nullable Instant circuitOpenUntil) {
        return ConnectionsCommand.limited(connection(null, null, pausedUntil, circuitOpenUntil));
    }

    private static Connection connection(@Nullable String service, @Nullable String ownDefinition,
            @Nullable Instant pausedUntil, @Nullable Instant circuitOpenUntil) {
        return new Connection(UUID.randomUUID(), "Mail", UUID.randomUUID(),
                "https://mail.example/", "Authorization", "Bearer ", service, ownDefinition, ConnectionState.ACTIVE,
                null, null, pausedUntil, circuitOpenUntil, false, null, null);
    }

    @Test
    void saysThatAnOwnDefinitionStaysInForceWhereTheCatalogHasItsName() {
        String digest = "5f".repeat(32);
        Connection own = connection("notes", digest, null, null);
        assertThat(ConnectionsCommand.shown(own, Set.of("github")))
                .endsWith("  own definition notes, SHA-256 " + digest + "\n");
        assertThat(ConnectionsCommand.shown(own, Set.of("github", "notes"))).endsWith("  own definition notes, SHA-256 "
                + digest + ", which stays in force; the catalog’s service of that name is another\n");
        assertThat(ConnectionsCommand.shown(connection("notes", null, null, null), Set.of("notes")))
                .doesNotContain("own definition");
    }

    @Test
    void saysWhyNothingIsCalledAndUntilWhen() {
        assertThat(said(null, null)).isEmpty();
        assertThat(said(UNTIL, null)).isEqualTo("  limited: the provider wants no calls until 2026-11-29T12:00:30Z");
        assertThat(said(null, UNTIL))
                .isEqualTo("  limited: calls failed again and again; tried again at 2026-11-29T12:00:30Z");
    }
}
