package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.OrgContext;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.server.connectors.CallRefusedException;
import dev.agenthub.server.connectors.CallResult;
import dev.agenthub.server.connectors.Connections;
import dev.agenthub.server.connectors.ConnectorAccess;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.OutboundCall;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Makes calls with tokens that are still good: one that has expired, or is about to, is refreshed first, or nothing is called. */
public final class FreshConnections implements Connections {
    /** A token that expires while the call is on its way is as good as expired. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Connectors connectors;
    private final TokenRefresher refresher;
    private final OrgTransactions transactions;
    private final InstantSource clock;

    public FreshConnections(Connectors connectors, TokenRefresher refresher, OrgTransactions transactions,
            InstantSource clock) {
        this.connectors = connectors;
        this.refresher = refresher;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public ConnectorAccess access(Handle handle, UUID org, UUID connector, List<String> scopes)
            throws CallRefusedException {
        return connectors.access(handle, org, connector, scopes);
    }

    @Override
    public CallResult call(OutboundCall call, ConnectorAccess access) {
        if (!stale(access)) {
            return connectors.call(call, access);
        }
        UUID org = access.place().org();
        refresher.refresh(org, access.place().owner(), access.place().version());
        ConnectorAccess fresh;
        try {
            fresh = transactions.call(OrgContext.system(org),
                    handle -> connectors.access(handle, org, access.connector(), access.scopes()));
        } catch (CallRefusedException e) {
            return new CallResult.NotSent(e.code(), e.detail());
        }
        return stale(fresh)
                ? new CallResult.NotSent("TOKEN_EXPIRED", "The connection's token has expired and can't be renewed now")
                : connectors.call(call, fresh);
    }

    private boolean stale(ConnectorAccess access) {
        Instant expires = access.expiresAt();
        return expires != null && clock.instant().isAfter(expires.minus(MARGIN));
    }
}
