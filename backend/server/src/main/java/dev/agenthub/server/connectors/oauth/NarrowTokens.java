package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.RetryingTransactions;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.catalog.Authorization.Narrowing;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Exchanges a connection's token for one with only the permissions that a call needs (RFC 8693). Exchanged tokens are kept in memory only,
 * for calls that need the same permissions; concurrent callers share one request to the provider. Each exchange is an audit event, which is
 * written before the token is used. Thread-safe.
 */
final class NarrowTokens {
    /** How long an exchanged token is kept at most, so that none stays long after its connection was disabled. */
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** The pause after an exchange that gave no token. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Connectors connectors;
    private final OrgTransactions transactions;
    private final RetryingTransactions outcomes;
    private final AuditLog audit;
    private final InstantSource clock;
    private final ConcurrentHashMap<Wanted, CompletableFuture<Kept>> kept = new ConcurrentHashMap<>();

    private record Wanted(UUID connection, int version, Permissions needs) {}

    /**
     * The result of an exchange, for calls until then.
     *
     * @param token null where there is none
     * @param refusal why calls are refused without it; null where they may use the connection's token
     */
    private record Kept(@Nullable SecretBytes token, @Nullable Refusal refusal, Instant until) {}

    private record Refusal(String code, String detail) {}

    NarrowTokens(Connectors connectors, OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.connectors = connectors;
        this.transactions = transactions;
        this.outcomes = new RetryingTransactions(transactions);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The token to call with; null for the connection's own.
     *
     * @param request the request that the call is made for; the event of an exchange names the first one
     * @throws CallRefusedException DOWNSCOPE_REFUSED where the provider refuses the exchange, DOWNSCOPE_UNAVAILABLE where it cannot be
     *        asked now
     */
    @Nullable
    SecretBytes of(UUID request, ConnectorAccess access) throws CallRefusedException {
        if (access.narrowed().isEmpty()) {
            return null;
        }
        Wanted wanted = new Wanted(access.place().owner(), access.place().version(), access.narrowed());
        CompletableFuture<Kept> mine = new CompletableFuture<>();
        kept.computeIfPresent(wanted, (_, old) -> isOver(old) ? null : old);
        CompletableFuture<Kept> first = kept.putIfAbsent(wanted, mine);
        if (first == null) {
            exchange(wanted, request, access, mine);
        }
        Kept found = Objects.requireNonNullElse(first, mine).join();
        if (found.refusal() != null) {
            throw new CallRefusedException(found.refusal().code(), found.refusal().detail());
        }
        return found.token();
    }

    private boolean isOver(CompletableFuture<Kept> old) {
        return old.isDone() && (old.isCompletedExceptionally() || !clock.instant().isBefore(old.join().until()));
    }

    private void exchange(Wanted wanted, UUID request, ConnectorAccess access, CompletableFuture<Kept> mine) {
        try {
            mine.complete(exchange(request, access));
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        }
        kept.entrySet().removeIf(entry -> isOver(entry.getValue())
                || (entry.getKey().connection().equals(wanted.connection())
                        && entry.getKey().version() < wanted.version()));
    }

    private Kept exchange(UUID request, ConnectorAccess access) {
        UUID org = access.place().org();
        Optional<OAuthConnector> found = transactions.call(OrgContext.system(org),
                handle -> OAuthConnector.find(handle, org, access.connector()));
        TokenAnswer answer = found.isEmpty()
                ? new TokenAnswer.Refused("CONNECTOR_GONE")
                : ask(found.get(), access);
        Instant now = clock.instant();
        record(request, access, answer, now);
        return switch (answer) {
            case TokenAnswer.Granted granted -> new Kept(granted.access(), null, end(granted.lifetime(), now));
            case TokenAnswer.Refused(String code) -> new Kept(null,
                    found.isPresent() && found.get().oauth().narrowing() == Narrowing.OPTIONAL
                            ? null
                            : new Refusal("DOWNSCOPE_REFUSED",
                                    "The provider gave no token for what this action needs alone: " + code),
                    now.plus(PAUSE));
            case TokenAnswer.Unavailable(String code) -> new Kept(null, new Refusal("DOWNSCOPE_UNAVAILABLE",
                    "The provider can't be asked now for a token for what this action needs alone: " + code),
                    now.plus(PAUSE));
        };
    }

    /** A commit that nobody saw succeed may write it twice, which does no harm. */
    private void record(UUID request, ConnectorAccess access, TokenAnswer answer, Instant now) {
        JsonObject.Builder data = JsonObject.builder().put("request", request.toString())
                .put("scopes", access.narrowed().array());
        String type = switch (answer) {
            case TokenAnswer.Granted granted -> {
                Instant expiry = Grants.expiry(now, granted.lifetime());
                data.put("expiresAt",
                        expiry == null ? JsonNull.NULL : new JsonString(Timestamps.format(expiry)));
                yield "connector.token_exchanged";
            }
            case TokenAnswer.Refused(String code) -> failed(data, code);
            case TokenAnswer.Unavailable(String code) -> failed(data, code);
        };
        outcomes.run("The exchange of a token of connection " + access.place().owner(),
                OrgContext.system(access.place().org()),
                handle -> audit.append(handle, access.place().org(), ConnectorEvent.of(type, AuditLog.system(),
                        access.connector(), access.place().workspace(), access.place().owner(), data)));
    }

    private static String failed(JsonObject.Builder data, String code) {
        data.put("reason", code);
        return "connector.exchange_failed";
    }

    private TokenAnswer ask(OAuthConnector connector, ConnectorAccess access) {
        try {
            return connector.server(connectors).narrow(
                    connectors.vault().open(access.place(), access.sealedCredential().toByteArray()),
                    access.narrowed());
        } catch (CredentialSealedException _) {
            return new TokenAnswer.Unavailable("CREDENTIAL_SEALED");
        }
    }

    /** Until when a token is kept; one of unknown lifetime only for the calls that wait for it now. */
    private static Instant end(@Nullable Duration lifetime, Instant now) {
        Duration use = lifetime == null ? Duration.ZERO : lifetime.minus(FreshConnections.MARGIN);
        return now.plus(use.compareTo(LONGEST) < 0 ? use : LONGEST);
    }
}
