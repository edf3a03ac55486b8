package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RetryingTransactions;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.permissions.PermissionColumns;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import dev.agenthub.server.connectors.vault.RetiredTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes tokens before they expire; for each connection one process at a time.
 *
 * <p>The refreshing process holds a lease in the connection's row, and no database connection while it waits for the
 * provider. New tokens are stored only where the row still has the version that they were requested for; otherwise they
 * are queued for revocation. While the database is unavailable they are kept in memory, since the refresh token is spent:
 * if the process ends then, the provider refuses the old refresh token, and an administrator must reconnect. Thread-safe.
 */
public final class TokenRefresher {
    private static final Logger LOG = LoggerFactory.getLogger(TokenRefresher.class);
    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(100);
    /** The pause after a refresh whose result is unknown. */
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** The part of an access token's lifetime after which it is refreshed. */
    private static final double AHEAD = 0.8;
    private static final String DUE = """
            select id, version from connection
             where org_id = :org and sealed_refresh is not null and problem is null and expires_at is not null
               and :now >= obtained_at + (expires_at - obtained_at) * :ahead
               and (refresh_until is null or refresh_until < :now) and (refresh_after is null or refresh_after <= :now)
            """;
    private static final String KEEP = """
            update connection set version = :next, sealed_token = :token, sealed_refresh = :refresh,
                   scopes = coalesce(:scopes, scopes), details = coalesce(:details, details), obtained_at = :now, expires_at = :expires,
                   refresher = null, refresh_until = null, refresh_after = null
             where org_id = :org and id = :id and version = :version and problem is null
            """;
    private static final String IS_KEPT = """
            select exists (select from connection where org_id = :org and id = :id and sealed_token = :token)
                or exists (select from token_revocation
                            where org_id = :org and connector_id = :connector and sealed_token = :token)
            """;

    private final OrgTransactions transactions;
    private final RetryingTransactions outcomes;
    private final AuditLog audit;
    private final Connectors connectors;
    private final InstantSource clock;
    private final UUID process = Ids.next();
    private final ConcurrentHashMap<UUID, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    /** A refresh that this process has the lease for: the connection, the version of its tokens, and their refresh token. */
    private record ClaimedRefresh(OAuthConnector connector, UUID connection, int version, SecretBytes refresh) {
        Place place(int at) {
            return new Place(connector.org(), connector.workspace(), connection, at, Use.TOKEN);
        }
    }

    /** New tokens, encrypted for the version after the claimed one. */
    private record Tokens(ByteString access, ByteString refresh, @Nullable List<String> scopes,
            @Nullable List<AuthorizationDetail> details, Instant obtainedAt,
            @Nullable Instant expiresAt) {}

    /** A connection's version, and whether a process still has the lease to refresh it; for callers that wait for that process. */
    private record RefreshLease(int version, boolean held) {}

    public TokenRefresher(OrgTransactions transactions, AuditLog audit, Connectors connectors,
            InstantSource clock) {
        this.transactions = transactions;
        this.outcomes = new RetryingTransactions(transactions);
        this.audit = audit;
        this.connectors = connectors;
        this.clock = clock;
    }

    /** Refreshes the tokens of an organization that are due. Called periodically. */
    public void sweep(UUID org) {
        record Due(UUID connection, int version) {}
        List<Due> due = transactions.call(OrgContext.system(org),
                handle -> handle.createQuery(DUE)
                        .bind("org", org).bind("now", clock.instant()).bind("ahead", AHEAD)
                        .map((row, _) -> new Due(Rows.uuid(row, "id"), row.getInt("version"))).list());
        due.forEach(connection -> refresh(org, connection.connection(), connection.version()));
    }

    /**
     * Refreshes a connection's tokens of this version; returns once the connection has newer
     * ones, or none can be had now. Concurrent callers share one request to the provider.
     */
    public void refresh(UUID org, UUID connection, int version) {
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> first = underWay.putIfAbsent(connection, mine);
        if (first != null) {
            first.join();
            return;
        }
        try {
            refreshOrWait(org, connection, version);
        } finally {
            underWay.remove(connection, mine);
            mine.complete(true);
        }
    }

    private void refreshOrWait(UUID org, UUID connection, int version) {
        Instant patience = clock.instant().plus(LEASE);
        while (clock.instant().isBefore(patience)) {
            Optional<ClaimedRefresh> claimed = transactions.call(OrgContext.system(org),
                    handle -> claim(handle, org, connection, version));
            if (claimed.isPresent()) {
                refresh(claimed.get());
                return;
            }
            Optional<RefreshLease> lease = transactions.call(OrgContext.system(org),
                    handle -> lease(handle, org, connection));
            if (lease.isEmpty() || lease.get().version() != version || !lease.get().held()) {
                return;
            }
            try {
                Thread.sleep(POLL);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Optional<ClaimedRefresh> claim(Handle handle, UUID org, UUID connection, int version) {
        record Row(UUID connector, ByteString refresh) {}
        Instant now = clock.instant();
        return handle.createQuery("""
                update connection set refresher = :process, refresh_until = :until
                 where org_id = :org and id = :id and version = :version and sealed_refresh is not null
                   and problem is null and (refresh_until is null or refresh_until < :now)
                   and (refresh_after is null or refresh_after <= :now)
                returning connector_id, sealed_refresh
                """)
                .bind("org", org).bind("id", connection).bind("version", version).bind("process", process)
                .bind("now", now).bind("until", now.plus(LEASE))
                .map((row, _) -> new Row(Rows.uuid(row, "connector_id"), ByteString.of(row.getBytes("sealed_refresh"))))
                .findOne()
                .flatMap(row -> OAuthConnector.find(handle, org, row.connector())
                        .map(connector -> open(connector, connection, version, row.refresh().toByteArray())));
    }

    private @Nullable ClaimedRefresh open(OAuthConnector connector, UUID connection, int version, byte[] sealed) {
        try {
            return new ClaimedRefresh(connector, connection, version, connectors.vault().open(
                    new Place(connector.org(), connector.workspace(), connection, version, Use.REFRESH), sealed));
        } catch (CredentialSealedException _) {
            LOG.error("The refresh token of connection {} can't be opened", connection);
            return null;
        }
    }

    private Optional<RefreshLease> lease(Handle handle, UUID org, UUID connection) {
        return handle.createQuery("""
                select version, problem is null and refresh_until >= :now as held from connection
                 where org_id = :org and id = :id
                """).bind("org", org).bind("id", connection).bind("now", clock.instant())
                .map((row, _) -> new RefreshLease(row.getInt("version"), row.getBoolean("held"))).findOne();
    }

    private void refresh(ClaimedRefresh claimed) {
        TokenAnswer answer;
        try {
            answer = claimed.connector().server(connectors).refresh(claimed.refresh());
        } catch (CredentialSealedException _) {
            answer = new TokenAnswer.Unavailable("CREDENTIAL_SEALED");
        }
        OrgContext system = OrgContext.system(claimed.connector().org());
        String what = "What came of refreshing connection " + claimed.connection();
        switch (answer) {
            case TokenAnswer.Granted granted -> {
                Tokens tokens = sealed(claimed, granted);
                outcomes.run(what, system, handle -> keep(handle, claimed, tokens));
            }
            case TokenAnswer.Refused(String code) ->
                outcomes.run(what, system, handle -> giveUp(handle, claimed, code));
            case TokenAnswer.Unavailable(String code) -> {
                LOG.warn("Connection {} could not be refreshed now: {}", claimed.connection(), code);
                outcomes.run(what, system, handle -> release(handle, claimed));
            }
        }
    }

    private Tokens sealed(ClaimedRefresh claimed, TokenAnswer.Granted granted) {
        Instant now = clock.instant();
        Place place = claimed.place(claimed.version() + 1);
        SecretBytes refresh = granted.refresh() == null ? claimed.refresh() : granted.refresh();
        return new Tokens(ByteString.of(connectors.vault().seal(place, granted.access())),
                ByteString.of(connectors.vault().seal(place.as(Use.REFRESH), refresh)), granted.scopes(),
                granted.details(), now,
                Grants.expiry(now, granted.lifetime()));
    }

    /**
     * Stores new tokens even where the lease has passed to another process: no other process can get tokens for the spent refresh token.
     */
    private void keep(Handle handle, ClaimedRefresh claimed, Tokens tokens) {
        int next = claimed.version() + 1;
        Permissions before = granted(handle, claimed);
        int kept = handle.createUpdate(KEEP)
                .bind("org", claimed.connector().org()).bind("id", claimed.connection())
                .bind("version", claimed.version())
                .bind("next", next).bind("token", tokens.access().toByteArray())
                .bind("refresh", tokens.refresh().toByteArray())
                .bindArray("scopes", String.class, tokens.scopes() == null
                        ? null
                        : Grants.refreshable(tokens.scopes(), before.scopes()).toArray())
                .bindArray("details", String.class,
                        tokens.details() == null ? null : AuthorizationDetail.texts(tokens.details()).toArray())
                .bind("now", tokens.obtainedAt()).bind("expires", tokens.expiresAt()).execute();
        if (kept == 0) {
            if (!areKept(handle, claimed, tokens)) {
                // The connection was disabled or authorized again meanwhile: these tokens are not used, but queued for revocation.
                RetiredTokens.retire(handle, claimed.connector().id(), claimed.place(next),
                        tokens.access().toByteArray(),
                        tokens.refresh().toByteArray());
            }
            return;
        }
        List<EventDraft> drafts = new ArrayList<>();
        drafts.add(event(EventType.CONNECTOR_REFRESHED, claimed, JsonObject.builder().put("version", next)));
        Grants.changed(claimed.connector(), claimed.connection(), before, granted(handle, claimed), AuditLog.system())
                .ifPresent(drafts::add);
        audit.append(handle, claimed.connector().org(), drafts.toArray(EventDraft[]::new));
    }

    /** Whether an earlier attempt, whose commit's outcome was unknown, stored or queued them. */
    private static boolean areKept(Handle handle, ClaimedRefresh claimed, Tokens tokens) {
        return handle.createQuery(IS_KEPT)
                .bind("org", claimed.connector().org()).bind("id", claimed.connection())
                .bind("connector", claimed.connector().id()).bind("token", tokens.access().toByteArray())
                .mapTo(Boolean.class).one();
    }

    private static Permissions granted(Handle handle, ClaimedRefresh claimed) {
        return handle.createQuery("select scopes, details from connection where org_id = :org and id = :id")
                .bind("org", claimed.connector().org()).bind("id", claimed.connection())
                .map((row, _) -> PermissionColumns.granted(row)).findOne().orElse(Permissions.NONE);
    }

    private void giveUp(Handle handle, ClaimedRefresh claimed, String code) {
        int ended = handle.createUpdate("""
                update connection set problem = 'REFRESH_REFUSED', refresher = null, refresh_until = null
                 where org_id = :org and id = :id and version = :version and refresher = :process
                """)
                .bind("org", claimed.connector().org()).bind("id", claimed.connection())
                .bind("version", claimed.version())
                .bind("process", process).execute();
        if (ended == 1) {
            audit.append(handle, claimed.connector().org(), event("connector.refresh_refused", claimed,
                    JsonObject.builder().put("reason", code)));
        }
    }

    private void release(Handle handle, ClaimedRefresh claimed) {
        handle.createUpdate("""
                update connection set refresher = null, refresh_until = null, refresh_after = :after
                 where org_id = :org and id = :id and version = :version and refresher = :process
                """)
                .bind("org", claimed.connector().org()).bind("id", claimed.connection())
                .bind("version", claimed.version())
                .bind("process", process).bind("after", clock.instant().plus(PAUSE)).execute();
    }

    private static EventDraft event(String type, ClaimedRefresh claimed, JsonObject.Builder data) {
        return ConnectorEvent.of(type, AuditLog.system(), claimed.connector().id(), claimed.connector().workspace(),
                claimed.connection(), data);
    }
}
