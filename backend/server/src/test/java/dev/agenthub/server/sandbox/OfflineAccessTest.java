package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.common.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests providers that are asked for {@code offline_access}, which Microsoft's answers leave out where they grant it. */
class OfflineAccessTest {
    private static final String OFFLINE = "offline_access";
    private static final String OTHERS = "messages:write tickets:write";

    @TempDir
    private Path folder;
    private HostileProvider provider;

    @BeforeEach
    void start() throws IOException {
        provider = new HostileProvider(folder, definition -> definition.replace(HostileProvider.EXCHANGED, "").replace(
                "\"scopes\":[{",
                "\"scopes\":[{\"name\":\"offline_access\",\"required\":true,\"title\":\"Keep access\"},{"));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private ConnectionScopes scopes() {
        return Objects.requireNonNull(provider.shown().scopes());
    }

    @Test
    void isGrantedWithARefreshTokenWhateverTheAnswerSays() {
        assertThat(provider.begin().scopes()).contains(OFFLINE);
        provider.scope = OTHERS;
        provider.connect();

        assertThat(scopes().granted()).contains(OFFLINE);
        assertThat(scopes().missing()).isEmpty();
        assertThat(provider.run()).isEqualTo("The provider answered 201");
    }

    @Test
    void staysGrantedWhereARefreshDoesNotNameIt() {
        provider.scope = OTHERS + " " + OFFLINE;
        provider.connect();
        assertThat(scopes().granted()).containsOnlyOnce(OFFLINE);
        provider.scope = OTHERS;
        provider.clock.advance(Duration.ofMinutes(55));
        provider.refresher.sweep(provider.world.org);

        assertThat(scopes().missing()).isEmpty();
        assertThat(provider.log()).extracting(AuditEvent::type).endsWith("connector.refreshed");
        assertThat(provider.run()).isEqualTo("The provider answered 201");
    }

    @Test
    void isMissingWithoutARefreshToken() {
        provider.scope = OTHERS;
        provider.refreshable = false;
        provider.connect();

        assertThat(scopes().missing()).containsExactly(OFFLINE);
        assertThatThrownBy(() -> provider.submit()).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.SCOPE_MISSING));
    }
}
