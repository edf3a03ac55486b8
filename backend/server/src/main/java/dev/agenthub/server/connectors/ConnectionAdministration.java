package dev.agenthub.server.connectors;

import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CredentialForm;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.RetiredTokens;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with connections to HTTPS services that use a static key: create one,
 * replace its key, disable it. Each change is an audit event, without the key. Thread-safe.
 */
public final class ConnectionAdministration {
    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final Connectors connectors;

    public ConnectionAdministration(OrgTransactions transactions, AuditLog audit, Connectors connectors) {
        this.transactions = transactions;
        this.audit = audit;
        this.connectors = connectors;
    }

    /** All connections, by name. */
    public Page<Connection> list(MemberCaller caller) {
        administrator(caller);
        return transactions.call(caller.context(),
                handle -> new Page<>(ConnectionViews.all(handle, caller.org()), null));
    }

    /**
     * The tools of the definition that a connection keeps of its service; none where only the service's address is known.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public Page<CatalogTool> tools(MemberCaller caller, UUID connector) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> new Page<>(
                ConnectionViews.definition(handle, caller.org(), connector).map(Catalog::tools).orElse(List.of()),
                null));
    }

    /**
     * What a connection with a static key would be authorized for.
     *
     * @throws RefusedException CONNECTION_INVALID, saying why
     */
    public static RequestedAccess access(Handle handle, UUID org, NewConnection request) {
        return access(handle, org, request, KeyedService.of(request));
    }

    private static RequestedAccess access(Handle handle, UUID org, NewConnection request, KeyedService service) {
        ConnectorDefinition definition = service.definition();
        return new RequestedAccess(Permissions.NONE, service.baseUrl().toString(), request.name(),
                definition == null ? null : definition.reference(),
                Connectors.workspace(handle, org, request.workspace()));
    }

    /**
     * Finds an existing connection that is identical to the requested one; empty where none has the name.
     *
     * @throws RefusedException FORBIDDEN; CONNECTION_INVALID, saying why; NAME_TAKEN where a different one has the name
     */
    public Optional<Connection> existing(MemberCaller caller, NewConnection request) {
        administrator(caller);
        KeyedService service = KeyedService.of(request);
        return transactions.call(caller.context(), handle -> {
            RequestedAccess wanted = access(handle, caller.org(), request, service);
            return ConnectionViews.named(handle, caller.org(), wanted.workspace(), wanted.name())
                    .map(found -> same(handle, caller.org(), found.shown(), request.key(), service));
        });
    }

    /**
     * Creates a connection.
     *
     * @throws RefusedException FORBIDDEN; CONNECTION_INVALID, saying why; NAME_TAKEN
     */
    public Recorded<Connection> create(Handle handle, UUID org, Author by, NewConnection request) {
        by.person().require(Role.OWNER, Role.ADMIN);
        KeyedService service = KeyedService.of(request);
        RequestedAccess wanted = access(handle, org, request, service);
        UUID added = connectors.add(handle, org, wanted.workspace(), wanted.name(), service)
                .orElseThrow(() -> new RefusedException(ErrorCode.NAME_TAKEN));
        return authorized(handle, org, by, added, request.key());
    }

    /**
     * Replaces a connection's key; a disabled connection becomes active again.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, CONNECTION_INVALID where it uses OAuth
     */
    public Recorded<Connection> replaceKey(Handle handle, UUID org, Author by, UUID connector, ConnectionKey request) {
        by.person().require(Role.OWNER, Role.ADMIN);
        ConnectionViews.Found there = lock(handle, org, connector);
        if (there.isAuthorized()) {
            throw invalid("It is authorized at its provider, and has no key.", null);
        }
        setEnabled(handle, org, connector, true);
        RetiredTokens.retire(handle, org, connector);
        return authorized(handle, org, by, connector, request.key());
    }

    /**
     * Disables a connection: its key or tokens are deleted in the same transaction, and tokens are then
     * revoked at the provider. A new credential makes it active again. Repeating it changes nothing.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public Connection disable(MemberCaller caller, UUID connector) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            ConnectionViews.Found there = lock(handle, caller.org(), connector);
            RetiredTokens.retire(handle, caller.org(), connector);
            // An authorization in progress would otherwise enable it again.
            handle.createUpdate("delete from authorization_attempt where org_id = :org and connector_id = :connector")
                    .bind("org", caller.org()).bind("connector", connector).execute();
            if (setEnabled(handle, caller.org(), connector, false)) {
                audit.append(handle, caller.org(), disabled(caller, there));
            }
            return ConnectionViews.require(handle, caller.org(), connector);
        });
    }

    private static void administrator(MemberCaller caller) {
        caller.require(Role.OWNER, Role.ADMIN);
    }

    private static RefusedException invalid(String detail, @Nullable Exception cause) {
        return new RefusedException(ErrorCode.CONNECTION_INVALID, detail, cause);
    }

    private Connection same(Handle handle, UUID org, Connection shown, String key, KeyedService service) {
        ConnectorDefinition definition = service.definition();
        boolean same = shown.state() == ConnectionState.ACTIVE
                && shown.baseUrl().equals(service.baseUrl().toString())
                && Objects.equals(shown.ownDefinition(), definition == null ? null : definition.digest().hex())
                && service.form().equals(new CredentialForm(shown.header(), shown.prefix()))
                && hasKey(handle, org, shown.connector(), key);
        if (!same) {
            throw new RefusedException(ErrorCode.NAME_TAKEN);
        }
        return shown;
    }

    private boolean hasKey(Handle handle, UUID org, UUID connector, String key) {
        try {
            return connectors.has(connectors.access(handle, org, connector, Permissions.NONE), SecretBytes.ofText(key));
        } catch (CallRefusedException | CredentialSealedException _) {
            return false;
        }
    }

    private Recorded<Connection> authorized(Handle handle, UUID org, Author by, UUID connector, String key) {
        EventDraft event = connectors.connect(handle, org, connector, SecretBytes.ofText(key), List.of(), by.actor())
                .event();
        return Recorded.of(ConnectionViews.require(handle, org, connector), event);
    }

    private static boolean setEnabled(Handle handle, UUID org, UUID connector, boolean enabled) {
        return handle.createUpdate("""
                update connector set enabled = :enabled where org_id = :org and id = :id and enabled <> :enabled
                """)
                .bind("org", org).bind("id", connector).bind("enabled", enabled).execute() == 1;
    }

    private static ConnectionViews.Found lock(Handle handle, UUID org, UUID connector) {
        handle.createQuery("select id from connector where org_id = :org and id = :id for update").bind("org", org)
                .bind("id", connector).mapTo(UUID.class).list();
        return ConnectionViews.find(handle, org, connector);
    }

    private static EventDraft disabled(MemberCaller caller, ConnectionViews.Found found) {
        JsonObject.Builder data = JsonObject.builder();
        UUID connection = found.connection();
        if (connection == null) {
            data.putNull("connection");
        } else {
            data.put("connection", connection.toString());
        }
        return ConnectorEvent.of(EventType.CONNECTOR_DISABLED, caller.actor(), found.shown().connector(),
                found.shown().workspace(), data);
    }
}
