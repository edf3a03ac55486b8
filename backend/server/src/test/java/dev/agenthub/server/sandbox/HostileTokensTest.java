package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.oauth.TokenRevoker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider may do when it is asked for other tokens, and what may happen here meanwhile. */
class HostileTokensTest {
    private HostileProvider provider;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        provider = new HostileProvider(folder, false);
        provider.connect();
        provider.clock.advance(Duration.ofMinutes(50));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 303, 307, 308})
    void carriesARefreshTokenNowhereElse(int status) {
        AtomicInteger asked = new AtomicInteger();
        provider.instead = _ -> {
            asked.incrementAndGet();
            return new MockResponse.Builder().code(status).addHeader("Location", "/elsewhere").build();
        };

        provider.refresher.sweep(provider.world.org);

        assertThat(asked).hasValue(1);
        assertThat(provider.called).as("requests to another place").hasValue(0);
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.RECONNECT);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void triesAgainLaterWhereTheProviderCanNotAnswerNow(int status) {
        provider.instead = _ -> new MockResponse.Builder().code(status).body("{\"error\":\"invalid_grant\"}").build();
        provider.refresher.sweep(provider.world.org);
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.ACTIVE);

        provider.instead = _ -> null;
        provider.clock.advance(Duration.ofSeconds(31));
        provider.refresher.sweep(provider.world.org);

        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.refreshed");
    }

    @Test
    void endsTheTokensThatComeAfterItWasDisabled() {
        provider.instead = _ -> {
            new ConnectionAdministration(provider.world.database.transactions(), provider.world.audit,
                    provider.world.connectors).enable(provider.owner, provider.connector, false);
            return null;
        };

        provider.refresher.sweep(provider.world.org);
        new TokenRevoker(provider.world.database.transactions(), provider.world.audit, provider.world.connectors,
                provider.clock).sweep(provider.world.org);

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.DISABLED);
        assertThat(String.join("\n", provider.ended)).contains(HostileProvider.access(1), HostileProvider.refresh(1),
                HostileProvider.access(2), HostileProvider.refresh(2));
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.disabled", "connector.revoked", "connector.revoked");
    }
}
