package dev.agenthub.server.connectors;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.Rows;
import dev.agenthub.server.Secret;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with connections to plain HTTPS services: make one with its key, replace the key, stop and revoke it. Each is an audit event,
 * and none of them names the key. Thread-safe.
 */
public final class ConnectionAdministration {
    static final String ENABLED = "connector.enabled";

    private static final String SELECT = """
            select c.id, c.name, c.workspace_id, c.base_url, c.header, c.prefix, c.enabled, n.id as connection, n.created_at
              from connector c
              left join lateral (select n.id, n.created_at from connection n
                                  where n.org_id = c.org_id and n.connector_id = c.id
                                  order by n.created_at desc, n.id desc limit 1) n on true
             where c.org_id = :org
            """;

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
        return transactions.call(caller.context(), handle -> new Page<>(handle
                .createQuery(SELECT + " order by c.name, c.id").bind("org", caller.org())
                .map((row, _) -> found(row).shown()).list(), null));
    }

    /**
     * Makes a connection; the same one made again changes nothing.
     *
     * @throws RefusedException FORBIDDEN; CONNECTION_INVALID, saying why; NAME_TAKEN
     */
    public Connection create(MemberCaller caller, NewConnection request) {
        administrator(caller);
        CredentialForm form = form(request);
        HttpUrl baseUrl = baseUrl(request.baseUrl());
        return transactions.call(caller.context(), handle -> {
            UUID workspace = workspace(handle, caller.org(), request.workspace());
            Optional<UUID> added = connectors.add(handle, caller.org(), workspace, request.name(), baseUrl.toString(),
                    Connectors.HTTP, form);
            if (added.isEmpty()) {
                return same(handle, caller.org(), workspace, request, baseUrl, form);
            }
            authorize(handle, caller, added.get(), request.key());
            return require(handle, caller.org(), added.get()).shown();
        });
    }

    /**
     * Puts another key in the place of a connection's, or gives it one after it was revoked, when it is active again. One that is disabled stays so.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public Connection replaceKey(MemberCaller caller, UUID connector, ConnectionKey request) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            Found there = lock(handle, caller.org(), connector);
            if (there.connection() == null) {
                setEnabled(handle, caller.org(), connector, true);
            }
            forget(handle, caller.org(), connector);
            authorize(handle, caller, connector, request.key());
            return require(handle, caller.org(), connector).shown();
        });
    }

    /**
     * Lets no call go through a connection, which keeps its key, or lets calls go through it again.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, CONNECTION_INVALID where it has no key
     */
    public Connection enable(MemberCaller caller, UUID connector, boolean enabled) {
        administrator(caller);
        return transactions.call(caller.context(), handle -> {
            Found there = lock(handle, caller.org(), connector);
            if (there.connection() == null) {
                throw invalid("The connection's key was revoked: give it another one.", null);
            }
            if (setEnabled(handle, caller.org(), connector, enabled)) {
                audit.append(handle, caller.org(),
                        event(enabled ? ENABLED : EventType.CONNECTOR_DISABLED, caller, there));
            }
            return require(handle, caller.org(), connector).shown();
        });
    }

    /**
     * Forgets a connection's key for good. The service is not told, for it knows no more of the key than that it is right.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public void revoke(MemberCaller caller, UUID connector) {
        administrator(caller);
        transactions.run(caller.context(), handle -> {
            Found there = lock(handle, caller.org(), connector);
            if (forget(handle, caller.org(), connector)) {
                // So that an agent is told when it asks, and not after somebody approved.
                setEnabled(handle, caller.org(), connector, false);
                audit.append(handle, caller.org(), event(EventType.CONNECTOR_REVOKED, caller, there));
            }
        });
    }

    private static void administrator(MemberCaller caller) {
        caller.require(Role.OWNER, Role.ADMIN);
    }

    private static CredentialForm form(NewConnection request) {
        try {
            return CredentialForm.of(request.header(), request.prefix());
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage() + ".", e);
        }
    }

    private static HttpUrl baseUrl(String text) {
        HttpUrl url;
        try {
            url = Connectors.baseUrl(text, Connectors.HTTP);
        } catch (IllegalArgumentException e) {
            // What was sent may hold a password, and is not repeated.
            throw invalid("baseUrl is an https address without user, query and fragment.", e);
        }
        if (EgressRule.namesNoPublicHost(url.host())) {
            throw invalid("baseUrl does not name a host on the public internet.", null);
        }
        return url;
    }

    private static RefusedException invalid(String detail, @Nullable Exception cause) {
        return new RefusedException(ErrorCode.CONNECTION_INVALID, detail, cause);
    }

    private static UUID workspace(Handle handle, UUID org, String named) {
        List<UUID> found = handle.createQuery(
                "select id from workspace where org_id = :org and (name = :named or id::text = :named)")
                .bind("org", org).bind("named", named).mapTo(UUID.class).list();
        if (found.size() != 1) {
            throw invalid("There is no workspace of that name or id here.", null);
        }
        return found.getFirst();
    }

    private Connection same(Handle handle, UUID org, UUID workspace, NewConnection request, HttpUrl baseUrl,
            CredentialForm form) {
        Found there = handle.createQuery(SELECT + " and c.workspace_id = :workspace and c.name = :name")
                .bind("org", org).bind("workspace", workspace).bind("name", request.name())
                .map((row, _) -> found(row)).one();
        Connection shown = there.shown();
        boolean same = shown.state() == ConnectionState.ACTIVE && shown.baseUrl().equals(baseUrl.toString())
                && form.equals(new CredentialForm(shown.header(), shown.prefix()))
                && hasKey(handle, org, shown.connector(), request.key());
        if (!same) {
            throw new RefusedException(ErrorCode.NAME_TAKEN);
        }
        return shown;
    }

    private boolean hasKey(Handle handle, UUID org, UUID connector, String key) {
        try {
            return connectors.has(connectors.access(handle, org, connector), Secret.ofText(key));
        } catch (CallRefusedException | CredentialSealedException _) {
            return false;
        }
    }

    private void authorize(Handle handle, MemberCaller caller, UUID connector, String key) {
        audit.append(handle, caller.org(), connectors
                .connect(handle, caller.org(), connector, Secret.ofText(key), List.of(), caller.actor()).event());
    }

    private static boolean forget(Handle handle, UUID org, UUID connector) {
        return handle.createUpdate("delete from connection where org_id = :org and connector_id = :connector")
                .bind("org", org).bind("connector", connector).execute() > 0;
    }

    private static boolean setEnabled(Handle handle, UUID org, UUID connector, boolean enabled) {
        return handle.createUpdate("""
                update connector set enabled = :enabled where org_id = :org and id = :id and enabled <> :enabled
                """)
                .bind("org", org).bind("id", connector).bind("enabled", enabled).execute() == 1;
    }

    private static Found lock(Handle handle, UUID org, UUID connector) {
        handle.createQuery("select id from connector where org_id = :org and id = :id for update").bind("org", org)
                .bind("id", connector).mapTo(UUID.class).list();
        return require(handle, org, connector);
    }

    private static Found require(Handle handle, UUID org, UUID connector) {
        return handle.createQuery(SELECT + " and c.id = :id").bind("org", org).bind("id", connector)
                .map((row, _) -> found(row)).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** A connector and its present credential. */
    private record Found(Connection shown, @Nullable UUID connection) {}

    private static Found found(ResultSet row) throws SQLException {
        Instant keySetAt = Rows.instantOrNull(row, "created_at");
        ConnectionState state = keySetAt == null
                ? ConnectionState.REVOKED
                : row.getBoolean("enabled") ? ConnectionState.ACTIVE : ConnectionState.DISABLED;
        return new Found(new Connection(Rows.uuid(row, "id"), row.getString("name"), Rows.uuid(row, "workspace_id"),
                row.getString("base_url"), row.getString("header"), row.getString("prefix"), state, keySetAt),
                Rows.uuidOrNull(row, "connection"));
    }

    private static EventDraft event(String type, MemberCaller caller, Found found) {
        String connector = found.shown().connector().toString();
        JsonObject.Builder data = JsonObject.builder().put("connector", connector);
        UUID connection = found.connection();
        if (connection == null) {
            data.putNull("connection");
        } else {
            data.put("connection", connection.toString());
        }
        return new EventDraft(type, caller.actor(), new Subject(connector, "connector"), found.shown().workspace(),
                data.build());
    }
}
