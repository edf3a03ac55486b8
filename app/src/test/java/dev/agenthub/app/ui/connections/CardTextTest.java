package dev.agenthub.app.ui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NeededScope;
import dev.agenthub.api.Rate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.ScopeUser;
import dev.agenthub.app.text.Moments;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CardTextTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final NeededScope MAIL = new NeededScope("mail:send", false,
            List.of(new ScopeUser("Support agent\u202E", "messages.send"), new ScopeUser("Clerk", "messages.send")));
    private static final NeededScope PROFILE = new NeededScope("profile", true, List.of());
    private static final ConnectionScopes GOOD = new ConnectionScopes(List.of(MAIL, PROFILE),
            List.of("mail:send", "profile"), List.of(), List.of(), List.of());

    private final CardText wording = new CardText(CLOCK, new Moments(CLOCK, ZoneOffset.UTC));

    private static Card card(ConnectionState state, @Nullable ConnectionScopes scopes, @Nullable Instant expires,
            RecentEvent... happened) {
        return new Card(new Connection(UUID.randomUUID(), "Mail", UUID.randomUUID(), "https://mail.example/",
                "Authorization", "Bearer ", "mail", null, state, NOW.minus(Duration.ofMinutes(57)), expires, null, null,
                false,
                scopes, null),
                "Care", List.of(happened), Caps.NONE);
    }

    private CardText.State active(ConnectionScopes scopes) {
        return wording.state(card(ConnectionState.ACTIVE, scopes, NOW.plus(Duration.ofHours(1))));
    }

    private static ConnectionScopes scopes(List<String> missing, List<String> unasked) {
        return new ConnectionScopes(List.of(MAIL, PROFILE), List.of(), missing, List.of(), unasked);
    }

    private static RecentEvent happened(String type) {
        return new RecentEvent(NOW, "connector." + type);
    }

    @Test
    void namesTheOneThingThatHelps() {
        assertThat(wording.state(card(ConnectionState.PENDING, GOOD, null)).remedy()).isEqualTo(Remedy.CONNECT);
        assertThat(active(GOOD)).isEqualTo(new CardText.State(ConnectionStatus.HEALTHY, "Healthy", Remedy.NOTHING));
        assertThat(wording.state(card(ConnectionState.RECONNECT, GOOD, null)))
                .isEqualTo(new CardText.State(ConnectionStatus.ATTENTION,
                        "Reconnect needed: the provider ended the session.", Remedy.RECONNECT));
        assertThat(wording.state(card(ConnectionState.DISABLED, GOOD, null)).remedy()).isEqualTo(Remedy.RECONNECT);
        assertThat(wording.state(card(ConnectionState.DISABLED, null, null)).remedy()).isEqualTo(Remedy.NEW_KEY);
    }

    @Test
    void saysWhichScopesTheProviderGaveOtherwise() {
        assertThat(active(scopes(List.of("mail:send", "profile"), List.of())).words())
                .isEqualTo("Blocked: the provider did not grant profile, without which nothing works.");
        assertThat(active(scopes(List.of("mail:send"), List.of("admin"))).words())
                .isEqualTo("Drifted: the provider did not grant mail:send. Tools that need it are refused.");
        assertThat(active(scopes(List.of(), List.of("admin\u202E"))))
                .isEqualTo(new CardText.State(ConnectionStatus.ATTENTION,
                        "Drifted: the provider granted admin‹U+202E›, which nobody asked for.", Remedy.SHRINK));
    }

    @Test
    void saysWhichAuthorizationDetailsTheProviderGaveOtherwise() {
        String account = "{\"identifier\":\"A-1\",\"type\":\"account\"}";
        String send = "{\"actions\":[\"send\"],\"type\":\"message\"}";
        var needed = List.of(new NeededScope(account, true, List.of()),
                new NeededScope(send, false, List.of(new ScopeUser("Clerk", "letters.send"))));
        assertThat(detailed(new ConnectionScopes(needed, List.of(), List.of(account, send), List.of(), List.of())))
                .isEqualTo("Blocked: the provider did not grant account (an authorization detail), "
                        + "without which nothing works.");
        assertThat(detailed(new ConnectionScopes(needed, List.of(account), List.of(send), List.of(), List.of())))
                .startsWith("Drifted: the provider did not grant message (an authorization detail).");
        assertThat(detailed(new ConnectionScopes(needed, List.of(account, send), List.of(), List.of(), List.of(send))))
                .isEqualTo("Drifted: the provider granted message (an authorization detail), which nobody asked for.");
        assertThat(detailed(new ConnectionScopes(needed, List.of(account, send), List.of(), List.of(), List.of())))
                .startsWith("Healthy");
        assertThat(CardText.consequences(withDetails(
                new ConnectionScopes(needed, List.of(), List.of(), List.of(), List.of()))))
                .contains("Clerk · letters.send");
    }

    private String detailed(ConnectionScopes details) {
        return wording.state(withDetails(details)).words();
    }

    private static Card withDetails(ConnectionScopes details) {
        Card plain = card(ConnectionState.ACTIVE, GOOD, NOW.plus(Duration.ofHours(1)));
        Connection connection = plain.connection();
        return new Card(new Connection(connection.connector(), connection.name(), connection.workspace(),
                connection.baseUrl(), connection.header(), connection.prefix(), connection.service(), null,
                connection.state(), connection.keySetAt(), connection.expiresAt(), null, null, false, GOOD, details),
                "Care", List.of(), Caps.NONE);
    }

    @Test
    void saysWhenATokenWasNotRenewedInTime() {
        assertThat(wording.state(card(ConnectionState.ACTIVE, GOOD, NOW.plus(Duration.ofMinutes(3)))).words())
                .isEqualTo("Expiring in 3 min: the token should have been renewed by now.");
        assertThat(wording.state(card(ConnectionState.ACTIVE, GOOD, NOW)).words())
                .isEqualTo("Reconnect needed: the token expired just now and could not be renewed.");
        Connection connection = card(ConnectionState.ACTIVE, GOOD, NOW.plus(Duration.ofMinutes(19))).connection();
        assertThat(wording.left(connection).orElseThrow()).isEqualTo(0.25, Offset.offset(1e-9));
        assertThat(wording.left(card(ConnectionState.ACTIVE, null, null).connection())).isEmpty();
    }

    @Test
    void saysWhatDisablingWillDoAndWhatBecameOfTheTokens() {
        assertThat(CardText.consequences(card(ConnectionState.ACTIVE, GOOD, null))).contains(
                "These tools stop: Support agent‹U+202E› · messages.send, Clerk · messages.send.",
                "the provider is told to end them");
        assertThat(CardText.consequences(card(ConnectionState.ACTIVE, null, null)))
                .contains("Its key is forgotten here");
        Card underWay = card(ConnectionState.DISABLED, GOOD, null, happened("disabled"), happened("revoked"));
        assertThat(wording.state(underWay).words()).contains("is being told to end its tokens");
        Card failed = card(ConnectionState.DISABLED, GOOD, null, happened("revocation_failed"), happened("disabled"));
        assertThat(wording.state(failed).words()).startsWith("Could not revoke:")
                .contains("End the access at the provider");
        assertThat(wording.state(failed).status()).isEqualTo(ConnectionStatus.ATTENTION);
        assertThat(wording.state(card(ConnectionState.DISABLED, GOOD, null, happened("revoked"), happened("disabled")))
                .words()).contains("The provider ended its tokens on 29 Nov 2026");
    }

    private static Card limited(@Nullable Instant pausedUntil, ConnectionScopes scopes, Rate... rates) {
        return limited(pausedUntil, null, scopes, rates);
    }

    private static Card limited(@Nullable Instant pausedUntil, @Nullable Instant circuitOpenUntil,
            ConnectionScopes scopes, Rate... rates) {
        Connection plain = card(ConnectionState.ACTIVE, scopes, null).connection();
        Connection paused = new Connection(plain.connector(), plain.name(), plain.workspace(), plain.baseUrl(),
                plain.header(), plain.prefix(), plain.service(), null, plain.state(), plain.keySetAt(), null,
                pausedUntil, circuitOpenUntil, plain.device(), scopes, null);
        return new Card(paused, "Care", List.of(), new Caps(List.of(rates), List.of()));
    }

    @Test
    void saysThatCallsAreRefusedForAWhile() {
        Instant later = NOW.plus(Duration.ofMinutes(4));
        Card paused = limited(later, GOOD);
        assertThat(wording.state(paused)).isEqualTo(new CardText.State(ConnectionStatus.LIMITED,
                "Limited: the provider asked to wait. Calls go through again in 4 min, by themselves "
                        + "(29 Nov 2026, 12:04:00.000 Z).",
                Remedy.NOTHING));
        assertThat(wording.limited(paused)).contains(wording.state(paused));
        assertThat(wording.state(limited(NOW, GOOD)).status()).isEqualTo(ConnectionStatus.HEALTHY);

        Card failing = limited(null, NOW.plusSeconds(30), GOOD);
        assertThat(wording.state(failing)).isEqualTo(new CardText.State(ConnectionStatus.LIMITED,
                "Limited: calls failed again and again, so none is made now. The next one is tried any moment "
                        + "(29 Nov 2026, 12:00:30.000 Z).",
                Remedy.NOTHING));
        assertThat(wording.next(failing)).contains(NOW.plusSeconds(30));
        assertThat(wording.state(limited(null, NOW, GOOD)).status()).isEqualTo(ConnectionStatus.HEALTHY);

        Rate used = new Rate(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 60, RatePeriod.MINUTE, 0,
                List.of());
        assertThat(wording.state(limited(null, GOOD, used)).words())
                .isEqualTo("Limited: all 60 calls per minute were made. More may go as time passes.");
        Card both = limited(later, scopes(List.of("mail:send"), List.of()));
        assertThat(wording.state(both).remedy()).as("what a person can do comes first").isEqualTo(Remedy.RECONNECT);
        assertThat(wording.limited(both)).isPresent();
    }

    @Test
    void saysWhoNeedsAScope() {
        assertThat(CardText.users(MAIL)).containsExactly("Support agent‹U+202E› · messages.send",
                "Clerk · messages.send");
        assertThat(CardText.users(PROFILE)).containsExactly("the service itself");
        assertThat(
                wording.events(card(ConnectionState.ACTIVE, GOOD, null, happened("called"), happened("refreshed"))))
                .singleElement().asString().endsWith(": its token was renewed");
    }
}
