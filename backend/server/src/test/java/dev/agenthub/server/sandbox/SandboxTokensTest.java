package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.server.connectors.calls.CallResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the tokens of a connection at the sandbox, from the first call to their revocation. */
class SandboxTokensTest {
    private ConsentingSandbox consent;

    @BeforeEach
    void start(@TempDir Path temporary) {
        consent = new ConsentingSandbox(temporary, connector -> SampleContent.tools(connector).subList(0, 2));
    }

    @AfterEach
    void stop() {
        consent.close();
    }

    @Test
    void refreshesAheadOfTimeAndKeepsTheRotatedToken() throws IOException {
        consent.connect();
        consent.refresher.sweep(consent.world.org);
        assertThat(consent.log()).containsExactly("connector.authorized");
        for (int round = 0; round < 3; round++) {
            consent.clock.advance(Duration.ofMinutes(49));
            consent.refresher.sweep(consent.world.org);
            assertThat(consent.call("/messages").code()).isEqualTo("HTTP_201");
        }
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.refreshed", "connector.refreshed",
                "connector.refreshed");
    }

    @Test
    void asksTheProviderOnceForAllWhoFindTheTokenExpired() throws Exception {
        consent.connect();
        consent.clock.advance(Duration.ofHours(2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CallResult>> calls = Stream.generate(() -> threads.submit(() -> consent.call("/messages")))
                    .limit(200)
                    .toList();
            for (Future<CallResult> called : calls) {
                assertThat(called.get().code()).isEqualTo("HTTP_201");
            }
        }
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.refreshed");
    }

    @Test
    void callsWithATokenThatCanDoNoMoreThanTheCallNeeds() throws IOException {
        consent.connect();
        List<String> one = List.of("tickets:write");
        assertThat(consent.call("/messages").code()).as("the connection's own token").isEqualTo("HTTP_201");
        assertThat(consent.call("/tickets", one).code()).isEqualTo("HTTP_201");
        assertThat(consent.call("/messages", one).code()).as("a token for tickets").isEqualTo("HTTP_403");
        assertThat(consent.call("/messages", List.of("messages:write", "tickets:write")).code()).isEqualTo("HTTP_201");

        consent.clock.advance(Duration.ofMinutes(50));
        consent.refresher.sweep(consent.world.org);
        assertThat(consent.call("/tickets", one).code()).as("after a refresh").isEqualTo("HTTP_201");
        assertThat(Files.readString(consent.folder.sandbox().resolve("tokens.json"))).containsOnlyOnce("\"narrowed\"")
                .doesNotContain("\"narrowed\":{}");

        consent.administration().disable(consent.owner, consent.connector);
        consent.revoker.sweep(consent.world.org);
        assertThat(Files.readString(consent.folder.sandbox().resolve("tokens.json"))).isEqualTo("{}");
    }

    @Test
    void needsAPersonAgainWhereTheProviderEndedIt() throws IOException {
        consent.connect();
        consent.clock.advance(Duration.ofMinutes(55));
        consent.sandbox.close();
        Files.delete(consent.folder.sandbox().resolve("tokens.json"));
        consent.restart();

        consent.refresher.sweep(consent.world.org);
        consent.refresher.sweep(consent.world.org);

        assertThat(consent.shown().state()).isEqualTo(ConnectionState.RECONNECT);
        assertThatThrownBy(() -> consent.call("/messages")).hasMessage("RECONNECT_NEEDED");
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.refresh_refused");
        assertThat(consent.connect().state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(consent.call("/messages").code()).isEqualTo("HTTP_201");
    }

    @Test
    void callsNothingWithAnExpiredTokenWhileTheProviderIsAway() throws IOException {
        consent.connect();
        consent.clock.advance(Duration.ofHours(2));
        consent.sandbox.close();
        assertThat(consent.call("/messages").code()).isEqualTo("TOKEN_EXPIRED");
        assertThat(consent.shown().state()).isEqualTo(ConnectionState.ACTIVE);

        consent.restart();
        consent.clock.advance(Duration.ofMinutes(1));
        assertThat(consent.call("/messages").code()).isEqualTo("HTTP_201");
    }

    @Test
    void endsItsTokensAtTheProviderWhenItIsDisabled() throws IOException {
        consent.connect();
        consent.administration().disable(consent.owner, consent.connector);

        assertThat(consent.shown().state()).isEqualTo(ConnectionState.DISABLED);
        assertThatThrownBy(() -> consent.call("/messages")).hasMessage("CREDENTIAL_MISSING");
        assertThat(consent.sealed("select count(*) from connection where connector_id = :connector")).isZero();
        consent.revoker.sweep(consent.world.org);
        assertThat(new String(Files.readAllBytes(consent.folder.sandbox().resolve("tokens.json")),
                StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(consent.sealed("select count(*) from token_revocation where connector_id = :connector"
                + " and (sealed_token is not null or sealed_refresh is not null)")).isZero();
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.disabled", "connector.revoked");
    }

    @Test
    void triesAgainToEndThemAndSaysWhenItGaveUp() throws IOException {
        consent.connect();
        consent.administration().disable(consent.owner, consent.connector);
        consent.sandbox.close();
        for (int hour = 0; hour < 24; hour++) {
            consent.revoker.sweep(consent.world.org);
            assertThat(consent.log()).containsExactly("connector.authorized", "connector.disabled");
            consent.clock.advance(Duration.ofHours(1).plusSeconds(1));
        }
        consent.revoker.sweep(consent.world.org);
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.disabled",
                "connector.revocation_failed");
        assertThat(consent.sealed("select count(*) from token_revocation where connector_id = :connector"
                + " and outcome = 'failed' and sealed_token is null")).isOne();
    }

    @Test
    void triesAgainAfterTwiceTheTimeEach() throws IOException {
        consent.clock.stop();
        consent.connect();
        consent.administration().disable(consent.owner, consent.connector);
        consent.sandbox.close();
        // The database queued them by its own clock, which goes on.
        consent.clock.advance(Duration.ofMinutes(1));
        consent.revoker.sweep(consent.world.org);
        for (int pause = 5; pause <= 40; pause *= 2) {
            long attempts = attempts();
            consent.clock.advance(Duration.ofSeconds(pause - 1));
            consent.revoker.sweep(consent.world.org);
            assertThat(attempts()).as("after less than %d s", pause).isEqualTo(attempts);
            consent.clock.advance(Duration.ofSeconds(1));
            consent.revoker.sweep(consent.world.org);
            assertThat(attempts()).isEqualTo(attempts + 1);
        }
    }

    private long attempts() {
        return consent.sealed("select attempts from token_revocation where connector_id = :connector");
    }

    @Test
    void endsTheTokensThatOthersReplace() throws IOException {
        consent.connect();
        consent.connect();
        consent.revoker.sweep(consent.world.org);
        assertThat(consent.call("/messages").code()).isEqualTo("HTTP_201");
        assertThat(consent.log()).containsExactly("connector.authorized", "connector.authorized", "connector.revoked");
    }
}
