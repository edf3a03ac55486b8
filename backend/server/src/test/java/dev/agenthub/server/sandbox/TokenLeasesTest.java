package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests when a token is refreshed, and what a process may do whose lease of the refresh has passed to another one. */
class TokenLeasesTest {
    private final AtomicInteger asked = new AtomicInteger();
    private HostileProvider provider;
    private TokenRefresher other;

    @BeforeEach
    void connect(@TempDir Path folder) throws IOException {
        provider = new HostileProvider(folder, false);
        provider.clock.stop();
        provider.connect();
        other = new TokenRefresher(provider.world.database.transactions(), provider.world.audit,
                provider.world.connectors, provider.clock);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private void sweep(TokenRefresher by) {
        by.sweep(provider.world.org);
    }

    private UUID connection() {
        return provider.world.database.transactions().call(OrgContext.system(provider.world.org),
                handle -> handle
                        .createQuery("select id from connection where org_id = :org and connector_id = :connector")
                        .bind("org", provider.world.org).bind("connector", provider.connector).mapTo(UUID.class).one());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void refreshesATokenOnceFourFifthsOfItsLifeHavePassed() {
        provider.clock.advance(Duration.ofMinutes(48).minusSeconds(1));
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(1);

        provider.clock.advance(Duration.ofSeconds(1));
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(2);

        provider.clock.advance(Duration.ofMinutes(48).minusSeconds(1));
        sweep(provider.refresher);
        assertThat(provider.tokens).as("of the life of the new one").hasValue(2);
        provider.clock.advance(Duration.ofSeconds(1));
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(3);
    }

    @Test
    void asksAProviderThatCouldNotAnswerAgainOnlyAfterThirtySeconds() {
        provider.instead = _ -> {
            asked.incrementAndGet();
            return new MockResponse.Builder().code(503).build();
        };
        provider.clock.advance(Duration.ofMinutes(50));
        UUID connection = connection();
        sweep(provider.refresher);
        provider.clock.advance(Duration.ofSeconds(29));
        sweep(other);
        other.refresh(provider.world.org, connection, 1);
        assertThat(asked).hasValue(1);

        provider.clock.advance(Duration.ofSeconds(1));
        other.refresh(provider.world.org, connection, 1);
        assertThat(asked).hasValue(2);
    }

    @Test
    void asksNothingWhileAnotherProcessHasTheLease() {
        provider.instead = _ -> {
            if (asked.getAndIncrement() == 0) {
                provider.clock.advance(Duration.ofSeconds(89));
                sweep(other);
            }
            return null;
        };
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);

        assertThat(asked).hasValue(1);
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.refreshed");
    }

    @Test
    void waitsForTheTokensThatAnotherProcessIsAskingFor() {
        // It looks at the time twice before it asks for the lease, once with that, and once when it sees that another one has it.
        CountDownLatch looks = new CountDownLatch(4);
        TokenRefresher waiting = new TokenRefresher(provider.world.database.transactions(), provider.world.audit,
                provider.world.connectors, () -> {
                    looks.countDown();
                    return provider.clock.instant();
                });
        UUID connection = connection();
        provider.clock.advance(Duration.ofMinutes(50));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.instead = _ -> {
                if (asked.getAndIncrement() == 0) {
                    threads.execute(() -> waiting.refresh(provider.world.org, connection, 1));
                    await(looks);
                }
                return null;
            };
            sweep(provider.refresher);
        }

        assertThat(asked).hasValue(1);
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.refreshed");
    }

    @Test
    void takesNoLeaseForTokensThatWereReplacedMeanwhile() {
        UUID connection = connection();
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);

        other.refresh(provider.world.org, connection, 1);
        assertThat(provider.tokens).hasValue(2);
        boolean free = provider.world.database.transactions().call(OrgContext.system(provider.world.org),
                handle -> handle
                        .createQuery("select refresh_until is null from connection where org_id = :org and id = :id")
                        .bind("org", provider.world.org).bind("id", connection).mapTo(Boolean.class).one());
        assertThat(free).isTrue();
    }

    @Test
    void asksNothingMoreOnceTheProviderHasRefused() {
        provider.instead = _ -> {
            asked.incrementAndGet();
            return new MockResponse.Builder().code(400).addHeader("Content-Type", "application/json")
                    .body("{\"error\":\"invalid_grant\"}").build();
        };
        UUID connection = connection();
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);
        assertThat(provider.shown().state()).isNotEqualTo(ConnectionState.ACTIVE);

        sweep(other);
        other.refresh(provider.world.org, connection, 1);
        assertThat(asked).hasValue(1);
    }

    /** The refresh token may be spent because the other one is just getting tokens for it. */
    @Test
    void endsNoConnectionThatAnotherProcessIsRefreshing() {
        CountDownLatch claimed = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        provider.clock.advance(Duration.ofMinutes(50));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.instead = _ -> {
                if (asked.getAndIncrement() == 0) {
                    provider.clock.advance(Duration.ofSeconds(91));
                    threads.execute(() -> sweep(other));
                    await(claimed);
                    return new MockResponse.Builder().code(400).addHeader("Content-Type", "application/json")
                            .body("{\"error\":\"invalid_grant\"}").build();
                }
                claimed.countDown();
                await(refused);
                return null;
            };
            sweep(provider.refresher);
            ConnectionState between = provider.shown().state();
            refused.countDown();
            assertThat(between).isEqualTo(ConnectionState.ACTIVE);
        }

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.refreshed");
    }

    @Test
    void recordsTheVersionOfTheNewTokensAndWhyTheProviderRefused() {
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);
        AuditEvent refreshed = provider.log().getLast();
        assertThat(refreshed.data().integer("version")).isEqualTo(2);
        assertThat(refreshed.data().string("connection")).isEqualTo(connection().toString());

        provider.instead = _ -> new MockResponse.Builder().code(400).addHeader("Content-Type", "application/json")
                .body("{\"error\":\"invalid_grant\"}").build();
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);
        AuditEvent refused = provider.log().getLast();
        assertThat(refused.type()).isEqualTo("connector.refresh_refused");
        assertThat(refused.data().string("reason")).isEqualTo("invalid_grant");
    }

    /** A refresh after a pause ends the pause, so that the next one comes in time. */
    @Test
    void refreshesAgainInTimeAfterAProviderCouldNotAnswer() {
        provider.clock.advance(Duration.ofMinutes(50));
        provider.instead = _ -> new MockResponse.Builder().code(503).build();
        sweep(provider.refresher);
        provider.instead = _ -> null;
        provider.clock.advance(Duration.ofSeconds(30));
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(2);

        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(3);
        assertThat(provider.run()).isEqualTo("The provider answered 201");
    }

    @Test
    void keepsTheRefreshTokenWhereTheAnswerHasNone() {
        provider.clock.advance(Duration.ofMinutes(50));
        provider.refreshable = false;
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(2);

        provider.instead = request -> {
            assertThat(Objects.requireNonNull(request.getBody()).utf8()).contains(HostileProvider.refresh(1));
            return null;
        };
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);
        assertThat(provider.tokens).hasValue(3);
    }

    private static final String REFUSE_REFRESH = """
            update connection set problem = 'REFRESH_REFUSED', refresher = null, refresh_until = null
             where org_id = :org and connector_id = :connector""";

    /** Whoever reconnects it gets tokens of their own. */
    @Test
    void endsTheTokensOfAConnectionThatNeedsAPersonMeanwhile() {
        provider.instead = _ -> {
            provider.world.database.transactions().run(OrgContext.system(provider.world.org),
                    handle -> handle.createUpdate(REFUSE_REFRESH).bind("org", provider.world.org)
                            .bind("connector", provider.connector).execute());
            return null;
        };
        provider.clock.advance(Duration.ofMinutes(50));
        sweep(provider.refresher);

        assertThat(provider.tokens).hasValue(2);
        assertThat(provider.shown().state()).isEqualTo(ConnectionState.RECONNECT);
        assertThat(provider.retired()).isEqualTo(1);
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized");
    }
}
