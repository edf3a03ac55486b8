package dev.agenthub.server.connectors.oauth;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.Secret;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Makes connections that are authorized at their provider. Thread-safe. */
public final class OAuthAdministration {
    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final Connectors connectors;
    private final Catalog catalog;
    private final Discovery discovery;

    public OAuthAdministration(OrgTransactions transactions, AuditLog audit, Connectors connectors, Catalog catalog) {
        this.transactions = transactions;
        this.audit = audit;
        this.connectors = connectors;
        this.catalog = catalog;
        this.discovery = new Discovery(connectors.provider(false));
    }

    /**
     * Makes a connection that somebody has to authorize then.
     *
     * @throws RefusedException FORBIDDEN; CONNECTION_INVALID, saying why; NAME_TAKEN
     */
    public Connection create(MemberCaller caller, NewOAuthConnection request) {
        caller.require(Role.OWNER, Role.ADMIN);
        ConnectorDefinition chosen = catalog.find(request.service())
                .orElseThrow(() -> invalid("service: the catalog has none of that name."));
        HttpUrl baseUrl = baseUrl(chosen, request.baseUrl());
        ConnectorDefinition definition = switch (chosen.authorization()) {
            case Authorization.Key _ -> throw invalid("service: " + chosen.title() + " is called with a key.");
            case Authorization.OAuth _ -> {
                if (request.issuer() != null) {
                    throw invalid("issuer: the catalog says where " + chosen.title() + " is authorized.");
                }
                yield chosen;
            }
            case Authorization.Discovered _ -> discovery.of(chosen, request.issuer(), baseUrl);
        };
        Secret secret = request.clientSecret() == null ? null : Secret.ofText(request.clientSecret());
        return transactions.call(caller.context(), handle -> {
            UUID workspace = Connectors.workspace(handle, caller.org(), request.workspace());
            UUID connector = connectors.add(handle, caller.org(), workspace, request.name(),
                    new Connectors.Service(definition, baseUrl, request.clientId(), secret), Connectors.HTTP)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NAME_TAKEN));
            audit.append(handle, caller.org(),
                    ConnectorEvent.of("connector.created", caller.actor(), connector, workspace,
                            JsonObject.builder().put("service", definition.name()).put("baseUrl", baseUrl.toString())));
            return ConnectionViews.require(handle, caller.org(), connector);
        });
    }

    /**
     * Lets tools use scopes that the provider granted though nobody had asked for them.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where one of them is no such scope
     */
    public Connection acceptScopes(MemberCaller caller, UUID connector, AcceptedScopes request) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            UUID connection = handle.createQuery("""
                    select id from connection where org_id = :org and connector_id = :connector
                     order by created_at desc, id desc limit 1 for update
                    """).bind("org", caller.org()).bind("connector", connector).mapTo(UUID.class).findOne()
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            Connection shown = ConnectionViews.require(handle, caller.org(), connector);
            ConnectionScopes scopes = shown.scopes();
            if (request.scopes().isEmpty()) {
                throw invalid("scopes: at least one is expected.");
            }
            for (String scope : request.scopes()) {
                if (scopes == null || !scopes.unasked().contains(scope)) {
                    throw invalid("scopes: " + scope + " is none that was granted without being asked for.");
                }
            }
            handle.createUpdate("""
                    update connection set accepted = accepted || :scopes where org_id = :org and id = :id
                    """).bind("org", caller.org()).bind("id", connection)
                    .bindArray("scopes", String.class, request.scopes()).execute();
            audit.append(handle, caller.org(), ConnectorEvent.of("connector.scopes_accepted", caller.actor(), connector,
                    shown.workspace(), connection,
                    JsonObject.builder().put("scopes", JsonArray.ofStrings(request.scopes()))));
            return ConnectionViews.require(handle, caller.org(), connector);
        });
    }

    private static HttpUrl baseUrl(ConnectorDefinition definition, @Nullable String own) {
        if (own == null) {
            HttpUrl given = definition.baseUrl();
            if (given == null) {
                throw invalid("baseUrl: " + definition.title() + " has an address of its own for each customer.");
            }
            return given;
        }
        HttpUrl url = Connectors.publicAddress(own);
        if (!definition.hosts().isEmpty() && !definition.hosts().contains(url.host())) {
            throw invalid("baseUrl: its host is none of " + definition.title() + ": " + definition.hosts() + ".");
        }
        return url;
    }

    static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.CONNECTION_INVALID, detail);
    }
}
