package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.Connections;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.CircuitBreakers;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.OutboundCall;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Makes calls with valid tokens: a token that has expired or is about to is refreshed first, and one
 * with more permissions than the call needs is exchanged where the provider supports that. Calls are
 * refused while a provider has asked for a pause or its circuit is open; no call waits for that.
 */
public final class FreshConnections implements Connections {
    /** A token that expires within this time counts as expired, since it could expire during the call. */
    static final Duration MARGIN = Duration.ofSeconds(10);
    private static final String CIRCUIT_OPEN = "CIRCUIT_OPEN";
    private static final String LEFT_ALONE = "The provider failed again and again, and is left alone now";

    private final Connectors connectors;
    private final TokenRefresher refresher;
    private final OrgTransactions transactions;
    private final InstantSource clock;
    private final CircuitBreakers circuits;
    private final ConnectionHealth health;
    private final NarrowTokens narrowTokens;

    public FreshConnections(Connectors connectors, TokenRefresher refresher, OrgTransactions transactions,
            AuditLog audit, InstantSource clock) {
        this.connectors = connectors;
        this.refresher = refresher;
        this.transactions = transactions;
        this.clock = clock;
        this.circuits = new CircuitBreakers(clock);
        this.health = new ConnectionHealth(transactions, audit, clock);
        this.narrowTokens = new NarrowTokens(connectors, transactions, audit, clock);
    }

    /**
     * As in {@link Connectors}.
     *
     * @throws CallRefusedException also CONNECTION_PAUSED where the provider wants no calls now, and CIRCUIT_OPEN
     */
    @Override
    public ConnectorAccess access(Handle handle, UUID org, UUID connector, Permissions needs)
            throws CallRefusedException {
        ConnectorAccess access = wanted(handle, org, connector, needs);
        Instant leftAlone = circuits.leftAloneUntil(access.place().owner());
        if (leftAlone != null) {
            throw new CallRefusedException(CIRCUIT_OPEN, LEFT_ALONE, leftAlone);
        }
        return access;
    }

    private ConnectorAccess wanted(Handle handle, UUID org, UUID connector, Permissions needs)
            throws CallRefusedException {
        ConnectorAccess access = connectors.access(handle, org, connector, needs);
        Instant paused = access.pausedUntil();
        if (paused != null && clock.instant().isBefore(paused)) {
            throw new CallRefusedException("CONNECTION_PAUSED",
                    "The provider wants no calls until " + Timestamps.format(paused), paused);
        }
        return access;
    }

    @Override
    public CallResult call(UUID request, OutboundCall call, ConnectorAccess access) {
        ConnectorAccess fresh;
        SecretBytes narrower;
        try {
            fresh = fresh(access);
            narrower = narrowTokens.of(request, fresh);
        } catch (CallRefusedException e) {
            return new CallResult.NotSent(e);
        }
        CircuitBreakers.Pass pass = circuits.enter(fresh.place().owner());
        if (pass == null) {
            return new CallResult.NotSent(CIRCUIT_OPEN, LEFT_ALONE);
        }
        CallResult result = null;
        try {
            result = connectors.call(call, fresh, narrower);
        } finally {
            CircuitBreakers.Change change = circuits.leave(pass, result);
            if (change != null) {
                health.record(change, fresh);
            }
        }
        if (result instanceof CallResult.Answered answer) {
            health.record(answer, fresh);
        }
        return result;
    }

    private ConnectorAccess fresh(ConnectorAccess access) throws CallRefusedException {
        if (!stale(access)) {
            return access;
        }
        UUID org = access.place().org();
        refresher.refresh(org, access.place().owner(), access.place().version());
        ConnectorAccess fresh = transactions.call(OrgContext.system(org),
                handle -> wanted(handle, org, access.connector(), access.needs()));
        if (stale(fresh)) {
            throw new CallRefusedException("TOKEN_EXPIRED",
                    "The connection's token has expired and can't be renewed now");
        }
        return fresh;
    }

    private boolean stale(ConnectorAccess access) {
        Instant expires = access.expiresAt();
        return expires != null && clock.instant().isAfter(expires.minus(MARGIN));
    }
}
