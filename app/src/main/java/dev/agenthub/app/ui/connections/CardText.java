package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NeededScope;
import dev.agenthub.api.ScopeUser;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Formats a connection's state, its remedy, and the consequences of disabling it. */
final class CardText {
    private static final Messages MESSAGES = Messages.of(CardText.class);
    /** Share of a token's lifetime, at its end, in which a renewal is overdue. */
    private static final double LATE = 0.1;

    private final InstantSource clock;
    private final Moments moments;
    private final UsageText usages;

    /** The state of a connection and its remedy. */
    record State(ConnectionStatus status, String words, Remedy remedy) {}

    CardText(InstantSource clock, Moments moments) {
        this.clock = clock;
        this.moments = moments;
        this.usages = new UsageText(clock, moments);
    }

    State state(Card card) {
        return switch (card.connection().state()) {
            case PENDING -> new State(ConnectionStatus.WAITING, MESSAGES.text("state.pending"), Remedy.CONNECT);
            case RECONNECT -> new State(ConnectionStatus.ATTENTION, MESSAGES.text("state.reconnect"), Remedy.RECONNECT);
            case DISABLED -> card.isAuthorized()
                    ? disabled(card)
                    : new State(ConnectionStatus.STOPPED, MESSAGES.text("state.disabled.key"), Remedy.NEW_KEY);
            case ACTIVE -> active(card);
        };
    }

    private State disabled(Card card) {
        RecentEvent last = lastOfEnding(card);
        if (last != null && last.type().equals(EventType.CONNECTOR_REVOCATION_FAILED)) {
            return new State(ConnectionStatus.ATTENTION, MESSAGES.text("state.unrevoked", moments.exact(last.at())),
                    Remedy.RECONNECT);
        }
        String ending = last == null
                ? ""
                : last.type().equals(EventType.CONNECTOR_REVOKED)
                        ? MESSAGES.text("ending.ended", moments.exact(last.at()))
                        : MESSAGES.text("ending.underway");
        return new State(ConnectionStatus.STOPPED, MESSAGES.text("state.disabled.tokens", ending), Remedy.RECONNECT);
    }

    /** Why calls are refused temporarily; empty where none are, and where all are refused permanently. */
    Optional<State> limited(Card card) {
        if (card.connection().state() != ConnectionState.ACTIVE) {
            return Optional.empty();
        }
        return until("state.limited.paused", card.connection().pausedUntil())
                .or(() -> until("state.limited.circuit", card.connection().circuitOpenUntil()))
                .or(() -> usages.limited(card))
                .map(words -> new State(ConnectionStatus.LIMITED, words, Remedy.NOTHING));
    }

    private Optional<String> until(String key, @Nullable Instant moment) {
        return Optional.ofNullable(moment).filter(clock.instant()::isBefore)
                .map(until -> MESSAGES.text(key, moments.relative(until), moments.exact(until)));
    }

    /** The use of the connection's limits. */
    List<LimitUsage> usages(Card card) {
        return usages.of(card);
    }

    /** When the state changes by itself; empty where it does not. */
    Optional<Instant> next(Card card) {
        Connection connection = card.connection();
        Instant now = clock.instant();
        return Stream.concat(usages.of(card).stream().map(LimitUsage::next),
                Stream.of(connection.pausedUntil(), connection.circuitOpenUntil(), connection.expiresAt()))
                .filter(Objects::nonNull).filter(now::isBefore).min(Comparator.naturalOrder());
    }

    private State active(Card card) {
        Connection connection = card.connection();
        ConnectionScopes scopes = connection.scopes();
        ConnectionScopes details = connection.authorizationDetails();
        Instant expires = connection.expiresAt();
        if (expires != null && !clock.instant().isBefore(expires)) {
            return attention("state.expired", moments.relative(expires));
        }
        if (scopes != null) {
            String required = list(scopes, details, CardText::missingRequired);
            if (!required.isEmpty()) {
                return attention("state.blocked", required);
            }
            String missing = list(scopes, details, ConnectionScopes::missing);
            if (!missing.isEmpty()) {
                return attention("state.missing", missing);
            }
            String unasked = list(scopes, details, ConnectionScopes::unasked);
            if (!unasked.isEmpty()) {
                return new State(ConnectionStatus.ATTENTION, MESSAGES.text("state.unasked", unasked), Remedy.SHRINK);
            }
        }
        if (expires != null && left(connection).orElse(1) < LATE) {
            return attention("state.expiring", moments.relative(expires));
        }
        return limited(card)
                .orElseGet(() -> new State(ConnectionStatus.HEALTHY, MESSAGES.text("state.healthy"), Remedy.NOTHING));
    }

    private static State attention(String key, String argument) {
        return new State(ConnectionStatus.ATTENTION, MESSAGES.text(key, argument), Remedy.RECONNECT);
    }

    /** The latest event about revoking the tokens of a disabled connection; null for none. */
    private static @Nullable RecentEvent lastOfEnding(Card card) {
        return card.events().stream()
                .filter(one -> List.of(EventType.CONNECTOR_REVOKED, EventType.CONNECTOR_REVOCATION_FAILED,
                        EventType.CONNECTOR_DISABLED).contains(one.type()))
                .findFirst().orElse(null);
    }

    /** The remaining share of the token's lifetime, from 0 to 1; empty where unknown. */
    OptionalDouble left(Connection connection) {
        Instant from = connection.keySetAt();
        Instant until = connection.expiresAt();
        if (from == null || until == null || !from.isBefore(until)) {
            return OptionalDouble.empty();
        }
        Instant now = clock.instant();
        double whole = Duration.between(from, until).toSeconds();
        return OptionalDouble.of(Math.clamp(Duration.between(now, until).toSeconds() / whole, 0, 1));
    }

    /** When the connection got its key or token, and when that expires. */
    String life(Connection connection) {
        Instant from = connection.keySetAt();
        Instant until = connection.expiresAt();
        if (from == null) {
            return MESSAGES.text("life.none");
        }
        boolean key = connection.scopes() == null;
        return until == null
                ? MESSAGES.text(key ? "life.key" : "life.endless", moments.relative(from))
                : MESSAGES.text("life.token", moments.relative(from), moments.relative(until));
    }

    /** The exact times of {@link #life}, for the tooltip; empty for none. */
    String exactLife(Connection connection) {
        Instant from = connection.keySetAt();
        Instant until = connection.expiresAt();
        if (from == null) {
            return "";
        }
        return until == null
                ? MESSAGES.text("life.exact.from", moments.exact(from))
                : MESSAGES.text("life.exact", moments.exact(from), moments.exact(until));
    }

    /** The consequences of disabling the connection. */
    static String consequences(Card card) {
        ConnectionScopes scopes = card.connection().scopes();
        if (scopes == null) {
            return MESSAGES.text("disable.key");
        }
        List<ScopeUser> users = Stream.of(scopes, card.connection().authorizationDetails()).filter(Objects::nonNull)
                .flatMap(granted -> granted.needed().stream()).flatMap(scope -> scope.tools().stream()).distinct()
                .toList();
        String stopped = users.isEmpty()
                ? MESSAGES.text("disable.noTool")
                : MESSAGES.text("disable.tools", users.stream().map(CardText::user).collect(Collectors.joining(", ")));
        return MESSAGES.text("disable.tokens", stopped);
    }

    /** The tools that need a scope, one a line. */
    static List<String> users(NeededScope scope) {
        List<String> tools = scope.tools().stream().map(CardText::user).toList();
        return scope.required() && tools.isEmpty() ? List.of(MESSAGES.text("scopes.required")) : tools;
    }

    private static String user(ScopeUser user) {
        return MESSAGES.text("scopes.user", HiddenCharacters.marked(user.agent()),
                HiddenCharacters.marked(user.tool()));
    }

    /** The events in words, one a line; unknown types are left out. */
    List<String> events(Card card) {
        return card.events().stream().filter(one -> MESSAGES.has("happened." + one.type()))
                .map(one -> MESSAGES.text("happened.line", moments.exact(one.at()),
                        MESSAGES.text("happened." + one.type())))
                .toList();
    }

    private static List<String> missingRequired(ConnectionScopes scopes) {
        return scopes.needed().stream().filter(NeededScope::required).map(NeededScope::scope)
                .filter(scopes.missing()::contains).toList();
    }

    /** Lists scopes by name and authorization details by type. */
    private static String list(ConnectionScopes scopes, @Nullable ConnectionScopes details,
            Function<ConnectionScopes, List<String>> part) {
        Stream<String> types = details == null
                ? Stream.of()
                : part.apply(details).stream().map(CardText::type).distinct()
                        .map(type -> MESSAGES.text("details.ofType", HiddenCharacters.marked(type)));
        return Stream.concat(part.apply(scopes).stream().map(HiddenCharacters::marked), types)
                .collect(Collectors.joining(", "));
    }

    private static String type(String detail) {
        return ((JsonObject) JsonValue.parse(detail.getBytes(StandardCharsets.UTF_8))).string("type");
    }
}
