package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@code agenthub connections list} with a connection whose calls are paused. */
class LimitedConnectionTest {
    private static final Instant UNTIL = Instant.parse("2026-11-29T12:00:30Z");

    private static String said(@Nullable Instant pausedUntil, @Nullable Instant circuitOpenUntil) {
        return ConnectionsCommand.limited(new Connection(UUID.randomUUID(), "Mail", UUID.randomUUID(),
                "https://mail.example/", "Authorization", "Bearer ", null, null, ConnectionState.ACTIVE, null, null,
                pausedUntil, circuitOpenUntil, false, null, null));
    }

    @Test
    void saysWhyNothingIsCalledAndUntilWhen() {
        assertThat(said(null, null)).isEmpty();
        assertThat(said(UNTIL, null)).isEqualTo("  limited: the provider wants no calls until 2026-11-29T12:00:30Z");
        assertThat(said(null, UNTIL))
                .isEqualTo("  limited: calls failed again and again; tried again at 2026-11-29T12:00:30Z");
    }
}
