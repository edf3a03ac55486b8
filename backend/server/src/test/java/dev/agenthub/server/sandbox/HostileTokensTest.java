package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import dev.agenthub.server.connectors.oauth.TokenRevoker;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.jdbi.v3.core.ConnectionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Tests token refreshes against a hostile provider and concurrent changes. */
class HostileTokensTest {
    private static final String CUT = """
            select count(pg_terminate_backend(pid)) from pg_stat_activity where ? = any (pg_blocking_pids(pid))
            """;

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
                    provider.world.connectors).disable(provider.owner, provider.connector);
            return null;
        };

        provider.refresher.sweep(provider.world.org);
        revoke();

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.DISABLED);
        assertThat(String.join("\n", provider.ended)).contains(HostileProvider.access(1), HostileProvider.refresh(1),
                HostileProvider.access(2), HostileProvider.refresh(2));
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.disabled", "connector.revoked", "connector.revoked");
    }

    @Test
    void saysAtOnceThatAProviderCanEndNoTokens(@TempDir Path folder) throws IOException {
        try (HostileProvider unable = new HostileProvider(folder.resolve("unable"),
                definition -> definition.replaceFirst(",\"revocation\":\\{[^}]*\\}", ""))) {
            unable.connect();
            new ConnectionAdministration(unable.world.database.transactions(), unable.world.audit,
                    unable.world.connectors).disable(unable.owner, unable.connector);
            unable.clock.advance(Duration.ofMinutes(1));
            new TokenRevoker(unable.world.database.transactions(), unable.world.audit, unable.world.connectors,
                    unable.clock).sweep(unable.world.org);

            AuditEvent ended = unable.log().getLast();
            assertThat(ended.type()).isEqualTo("connector.revocation_failed");
            assertThat(ended.data().string("reason")).isEqualTo("REVOCATION_UNSUPPORTED");
            String outcome = """
                    select outcome || ' ' || detail from token_revocation
                     where org_id = :org and sealed_token is null and sealed_refresh is null
                    """;
            assertThat(unable.world.database.transactions().<String, RuntimeException>call(
                    OrgContext.system(unable.world.org), handle -> handle.createQuery(outcome)
                            .bind("org", unable.world.org).mapTo(String.class).one()))
                    .isEqualTo("unsupported REVOCATION_UNSUPPORTED");
        }
    }

    @Test
    void keepsATokenWithoutAnEndUntilItIsRefused() {
        provider.instead = _ -> new MockResponse.Builder().addHeader("Content-Type", "application/json")
                .body("{\"access_token\":\"endless-canary-Vb4Kq9\",\"token_type\":\"Bearer\"}").build();
        provider.connect();
        provider.instead = _ -> null;
        provider.clock.advance(Duration.ofHours(2));
        provider.refresher.sweep(provider.world.org);

        assertThat(provider.run()).isEqualTo("The provider answered 201");
        assertThat(provider.tokens).hasValue(1);
    }

    @Test
    void keepsNothingOfAConsentThatEndsAfterItWasDisabled() {
        StartedAuthorization begun = provider.begin();
        provider.instead = _ -> {
            new ConnectionAdministration(provider.world.database.transactions(), provider.world.audit,
                    provider.world.connectors).disable(provider.owner, provider.connector);
            return null;
        };

        assertThatThrownBy(() -> provider.finish(begun)).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.AUTHORIZATION_UNKNOWN));
        revoke();

        assertThat(provider.shown().state()).isEqualTo(ConnectionState.DISABLED);
        assertThat(String.join("\n", provider.ended)).contains(HostileProvider.access(2), HostileProvider.refresh(2));
    }

    @Test
    void storesTheTokensOnceTheDatabaseTakesThem() throws Exception {
        try (Connection holder = TestDatabase.get().superuserConnection();
                Connection operator = TestDatabase.get().superuserConnection();
                Statement statement = holder.createStatement();
                PreparedStatement cut = operator.prepareStatement(CUT);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            provider.instead = _ -> {
                execute(statement, "begin");
                execute(statement, "select from hub.connection where org_id = '" + provider.world.org + "' for update");
                return null;
            };
            cut.setInt(1, holder.unwrap(PGConnection.class).getBackendPID());
            Future<?> refreshed = threads.submit(() -> provider.refresher.sweep(provider.world.org));
            for (int times = 0; times < 4; times++) {
                await().until(() -> {
                    try (ResultSet ended = cut.executeQuery()) {
                        ended.next();
                        return ended.getInt(1) == 1;
                    }
                });
            }
            provider.clock.advance(Duration.ofMinutes(2));
            execute(statement, "rollback");
            refreshed.get();
        }
        assertRefreshedOnce();
    }

    @Test
    void storesThemOnceWhereNobodySawTheCommit() {
        var transactions = provider.world.database.transactions();
        AtomicInteger unseen = new AtomicInteger();
        var losing = new OrgTransactions() {
            @Override
            public <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X {
                T result = transactions.call(context, work);
                if (provider.tokens.get() == 2 && unseen.getAndIncrement() < 2) {
                    throw new ConnectionException(new SQLException("The connection broke", "08006"));
                }
                return result;
            }

            @Override
            public <T, X extends Exception> T together(OrgContext context, Work<T, X> work) throws X {
                return transactions.together(context, work);
            }
        };

        new TokenRefresher(losing, provider.world.audit, provider.world.connectors, provider.clock)
                .sweep(provider.world.org);

        assertThat(unseen).hasValue(3);
        assertRefreshedOnce();
    }

    private void assertRefreshedOnce() {
        revoke();
        provider.calls = call -> new MockResponse.Builder().code(
                ("Bearer " + HostileProvider.access(2)).equals(call.getHeaders().get("Authorization")) ? 201 : 401)
                .build();
        assertThat(provider.run()).isEqualTo("The provider answered 201");
        assertThat(provider.tokens).hasValue(2);
        assertThat(provider.ended).isEmpty();
        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.refreshed", "connector.called");
    }

    private void revoke() {
        new TokenRevoker(provider.world.database.transactions(), provider.world.audit, provider.world.connectors,
                provider.clock).sweep(provider.world.org);
    }

    private static void execute(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
