package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.oauth.TokenRevoker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what a provider is asked when tokens of a connection that was disabled are revoked, how often, and what is recorded. */
class RevocationsTest {
    private HostileProvider provider;
    private TokenRevoker revoker;

    @BeforeEach
    void disable(@TempDir Path folder) throws IOException {
        provider = new HostileProvider(folder, false);
        revoker = new TokenRevoker(provider.world.database.transactions(), provider.world.audit,
                provider.world.connectors, provider.clock);
        provider.clock.stop();
        provider.connect();
        new ConnectionAdministration(provider.world.database.transactions(), provider.world.audit,
                provider.world.connectors).disable(provider.owner, provider.connector);
        // The database queued them by its own clock, which goes on.
        provider.clock.advance(Duration.ofMinutes(1));
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    private void sweep() {
        revoker.sweep(provider.world.org);
    }

    private void refuse() {
        provider.endings = _ -> new MockResponse.Builder().code(503).build();
    }

    private List<String> types() {
        return provider.log().stream().map(AuditEvent::type).toList();
    }

    private String queued(String column) {
        return provider.world.database.transactions().<String, RuntimeException>call(
                OrgContext.system(provider.world.org), handle -> handle
                        .createQuery("select cast(" + column + " as text) from token_revocation where org_id = :org")
                        .bind("org", provider.world.org).mapTo(String.class).one());
    }

    @Test
    void endsTheRefreshTokenFirstAndTellsWhichOfThemEachIs() {
        sweep();

        assertThat(provider.ended).satisfiesExactly(
                refresh -> assertThat(refresh).contains("token=" + HostileProvider.refresh(1),
                        "token_type_hint=refresh_token"),
                access -> assertThat(access).contains("token=" + HostileProvider.access(1),
                        "token_type_hint=access_token"));
        AuditEvent authorized = provider.log().getFirst();
        AuditEvent ended = provider.log().getLast();
        assertThat(ended.type()).isEqualTo("connector.revoked");
        assertThat(ended.data().string("connection")).isEqualTo(authorized.data().string("connection"));
    }

    /** The access token alone could be renewed by the refresh token. */
    @Test
    void asksNothingMoreWhereTheRefreshTokenCouldNotBeEnded() {
        refuse();
        sweep();

        assertThat(provider.ended).hasSize(1);
        assertThat(types()).containsExactly("connector.authorized", "connector.disabled");
        assertThat(queued("detail")).isEqualTo("PROVIDER_ANSWERED_503");
    }

    @Test
    void recordsWhyItGaveUp() {
        refuse();
        sweep();
        provider.clock.advance(Duration.ofDays(1));
        sweep();

        assertThat(types()).containsExactly("connector.authorized", "connector.disabled",
                "connector.revocation_failed");
        assertThat(provider.log().getLast().data().string("reason")).isEqualTo("PROVIDER_ANSWERED_503");
        assertThat(queued("outcome || ' ' || detail")).isEqualTo("failed PROVIDER_ANSWERED_503");
    }

    @Test
    void keepsNoReasonOnceItSucceeded() {
        refuse();
        sweep();
        provider.endings = _ -> new MockResponse.Builder().build();
        provider.clock.advance(Duration.ofSeconds(5));
        sweep();

        assertThat(types()).containsExactly("connector.authorized", "connector.disabled", "connector.revoked");
        assertThat(queued("outcome || ' ' || coalesce(detail, 'without a reason')"))
                .isEqualTo("revoked without a reason");
    }

    @Test
    void asksOnceWhileAnotherProcessAsks() {
        AtomicInteger asked = new AtomicInteger();
        provider.endings = _ -> {
            if (asked.getAndIncrement() == 0) {
                new TokenRevoker(provider.world.database.transactions(), provider.world.audit,
                        provider.world.connectors, provider.clock).sweep(provider.world.org);
            }
            return new MockResponse.Builder().build();
        };
        sweep();

        assertThat(asked).hasValue(2);
        assertThat(types()).containsExactly("connector.authorized", "connector.disabled", "connector.revoked");
    }

    @Test
    void waitsNoLongerThanAnHour() {
        refuse();
        sweep();
        for (int pause = 5; pause < 3600; pause *= 2) {
            provider.clock.advance(Duration.ofSeconds(pause));
            sweep();
        }
        int asked = provider.ended.size();
        provider.clock.advance(Duration.ofHours(1).minusSeconds(1));
        sweep();
        assertThat(provider.ended).hasSize(asked);
        provider.clock.advance(Duration.ofSeconds(1));
        sweep();
        assertThat(provider.ended).hasSize(asked + 1);
    }

    /** What cannot be decrypted now may be once its key is back. */
    @Test
    void triesAgainWhereATokenCannotBeOpened() {
        provider.world.database.transactions().run(OrgContext.system(provider.world.org),
                handle -> handle
                        .createUpdate("update token_revocation set sealed_refresh = sealed_token where org_id = :org")
                        .bind("org", provider.world.org).execute());
        sweep();

        assertThat(provider.ended).isEmpty();
        assertThat(types()).containsExactly("connector.authorized", "connector.disabled");
        assertThat(queued("detail")).isEqualTo("CREDENTIAL_SEALED");
    }
}
