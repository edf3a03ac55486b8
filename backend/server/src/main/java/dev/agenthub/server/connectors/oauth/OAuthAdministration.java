package dev.agenthub.server.connectors.oauth;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.OwnDefinition;
import dev.agenthub.server.connectors.ServiceAddress;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.permissions.PermissionColumns;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.List;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jdbi.v3.core.Handle;

/** Creates connections that use OAuth, and accepts permissions that were granted without being requested. Thread-safe. */
public final class OAuthAdministration {
    private static final String PRESENT = """
            select id, accepted, accepted_details from connection where org_id = :org and connector_id = :connector
             order by created_at desc, id desc limit 1
            """;

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
     * Creates a connection, to be authorized then.
     *
     * @throws RefusedException FORBIDDEN; CONNECTION_INVALID, saying why; NAME_TAKEN
     */
    public Connection create(MemberCaller caller, NewOAuthConnection request) {
        caller.require(Role.OWNER, Role.ADMIN);
        ConnectorDefinition chosen = chosen(request);
        HttpUrl baseUrl = ServiceAddress.of(chosen, request.baseUrl());
        ConnectorDefinition definition = switch (chosen.authorization()) {
            case Authorization.Key _ ->
                throw invalid((chosen.isOwn() ? "definition: \"/authorization/kind\": " : "service: ")
                        + chosen.title() + " is called with a key.");
            case Authorization.OAuth _ -> {
                if (request.issuer() != null) {
                    throw invalid("issuer: the " + (chosen.isOwn() ? "definition" : "catalog") + " says where "
                            + chosen.title() + " is authorized.");
                }
                if (request.offlineAccess() != null) {
                    throw invalid("offlineAccess: the " + (chosen.isOwn() ? "definition" : "catalog") + " says what "
                            + chosen.title() + " is asked for.");
                }
                yield chosen;
            }
            case Authorization.Discovered _ ->
                discovery.of(chosen, request.issuer(), baseUrl, request.offlineAccess());
        };
        SecretBytes secret = request.clientSecret() == null ? null : SecretBytes.ofText(request.clientSecret());
        return transactions.call(caller.context(), handle -> {
            UUID workspace = Connectors.workspace(handle, caller.org(), request.workspace());
            UUID connector = connectors.add(handle, caller.org(), workspace, request.name(),
                    new Connectors.Service(definition, baseUrl, request.clientId(), secret), ConnectorKind.HTTP)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NAME_TAKEN));
            JsonObject.Builder created = JsonObject.builder().put("service", definition.name())
                    .put("baseUrl", baseUrl.toString());
            if (definition.isOwn()) {
                created.put("definition", definition.digest().hex());
            }
            audit.append(handle, caller.org(),
                    ConnectorEvent.of("connector.created", caller.actor(), connector, workspace, created));
            return ConnectionViews.require(handle, caller.org(), connector);
        });
    }

    /**
     * The accepted permissions that were granted without being requested, in order.
     *
     * @throws RefusedException NOT_FOUND where the connector is not authorized
     */
    public static Permissions accepted(Handle handle, UUID org, UUID connector) {
        return handle.createQuery(PRESENT).bind("org", org).bind("connector", connector)
                .map((row, _) -> PermissionColumns.accepted(row).sorted()).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /**
     * Lets tools use permissions that were granted without being requested.
     *
     * @param accepted all such permissions that may be used from now on
     * @throws RefusedException FORBIDDEN; NOT_FOUND; CONNECTION_INVALID where one of them was not granted that way, or none is new
     */
    public static Recorded<Connection> acceptScopes(Handle handle, UUID org, Author by, UUID connector,
            Permissions accepted) {
        by.person().require(Role.OWNER, Role.ADMIN);
        UUID connection = handle.createQuery(PRESENT + " for update").bind("org", org).bind("connector", connector)
                .map((row, _) -> Rows.uuid(row, "id")).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
        Connection shown = ConnectionViews.require(handle, org, connector);
        ConnectionScopes scopes = shown.scopes();
        ConnectionScopes details = shown.authorizationDetails();
        Permissions added = accepted.without(accepted(handle, org, connector));
        if (added.isEmpty()) {
            throw invalid("scopes: at least one is expected.");
        }
        for (String scope : added.scopes()) {
            if (scopes == null || !scopes.unasked().contains(scope)) {
                throw invalid("scopes: " + scope + " is none that was granted without being asked for.");
            }
        }
        for (String detail : AuthorizationDetail.texts(added.details())) {
            if (details == null || !details.unasked().contains(detail)) {
                throw invalid("authorizationDetails: one is none that was granted without being asked for.");
            }
        }
        handle.createUpdate(
                "update connection set accepted = :accepted, accepted_details = :details where org_id = :org and id = :id")
                .bind("org", org).bind("id", connection).bindArray("accepted", String.class, accepted.scopes())
                .bindArray("details", String.class, AuthorizationDetail.texts(accepted.details())).execute();
        return Recorded.of(ConnectionViews.require(handle, org, connector),
                ConnectorEvent.of(EventType.CONNECTOR_SCOPES_ACCEPTED, by.actor(), connector, shown.workspace(),
                        connection, JsonObject.builder().put("accepted", accepted.array())
                                .put("scopes", added.array())));
    }

    /**
     * Parses permissions from their texts.
     *
     * @throws RefusedException CONNECTION_INVALID where one is no authorization detail
     */
    public static Permissions named(List<String> scopes, List<String> details) {
        try {
            return new Permissions(scopes, details.stream().map(AuthorizationDetail::ofText).toList());
        } catch (EvidenceException | IllegalStateException e) {
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "authorizationDetails: each is expected as the connection shows it.", e);
        }
    }

    private ConnectorDefinition chosen(NewOAuthConnection request) {
        String service = request.service();
        String definition = request.definition();
        if (service != null && definition == null) {
            return catalog.find(service).orElseThrow(() -> invalid("service: the catalog has none of that name."));
        }
        if (service == null && definition != null) {
            return OwnDefinition.read(definition);
        }
        throw invalid("service: either one of the catalog or a definition is expected.");
    }

    static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.CONNECTION_INVALID, detail);
    }
}
