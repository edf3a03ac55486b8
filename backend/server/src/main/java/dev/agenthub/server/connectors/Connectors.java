package dev.agenthub.server.connectors;

import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.ConnectorAccess.Sealed;
import dev.agenthub.server.connectors.calls.CredentialForm;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.catalog.StoredDefinition;
import dev.agenthub.server.connectors.permissions.RequestedAccess;
import dev.agenthub.server.connectors.permissions.UsablePermissions;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import dev.agenthub.server.connectors.vault.CredentialVault.Use;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The connectors of organizations: the services that agents call, their encrypted credentials, and the calls. Thread-safe. */
public final class Connectors implements Connections {
    private static final String ACCESS = """
            select c.workspace_id, c.base_url, c.kind, c.header, c.prefix, c.enabled, c.client_id, k.sealed_secret,
                   c.definition, c.own_definition, n.id, n.version, n.sealed_token, n.sealed_refresh, n.expires_at, n.paused_until,
                   n.problem, n.scopes, n.asked, n.accepted, n.details, n.asked_details, n.accepted_details
              from hub.connector c
              join hub.connection n on n.org_id = c.org_id and n.connector_id = c.id
              left join hub.connector_client k on k.org_id = c.org_id and k.id = c.id
             where c.org_id = :org and c.id = :connector
             order by n.created_at desc, n.id desc
             limit 1
            """;

    private final CredentialVault vault;
    private final Outbound outbound;

    /** A new connection and the event to append. */
    public record Connected(UUID connection, EventDraft event) {}

    public Connectors(CredentialVault vault, Outbound outbound) {
        this.vault = vault;
        this.outbound = outbound;
    }

    /**
     * Adds a connector and returns its id.
     *
     * @throws IllegalArgumentException where the address is not a plain https address, or for the sandbox not a plain http one
     */
    public UUID add(Handle handle, UUID org, UUID workspace, String name, String baseUrl, String kind) {
        return add(handle, org, workspace, name, baseUrl, kind, CredentialForm.BEARER).orElseThrow();
    }

    /**
     * A connector's service with OAuth.
     *
     * @param clientSecret null for a public client
     */
    public record Service(ConnectorDefinition definition, HttpUrl baseUrl, String clientId,
            @Nullable SecretBytes clientSecret) {}

    /**
     * Adds a connector that is authorized by OAuth later; empty where the workspace has one of that name.
     *
     * @param kind {@link ConnectorKind#HTTP} or {@link ConnectorKind#SANDBOX}
     */
    public Optional<UUID> add(Handle handle, UUID org, UUID workspace, String name, Service service, String kind) {
        Optional<UUID> added = add(handle, org, workspace, name, service.baseUrl().toString(), kind,
                CredentialForm.BEARER);
        added.ifPresent(connector -> {
            handle.createUpdate("""
                    update connector set definition = :definition, own_definition = :own, client_id = :client
                     where org_id = :org and id = :id
                    """)
                    .bind("org", org).bind("id", connector).bind("own", service.definition().isOwn())
                    .bind("definition", service.definition().document().canonicalBytes())
                    .bind("client", service.clientId()).execute();
            SecretBytes secret = service.clientSecret();
            if (secret != null) {
                handle.createUpdate("""
                        insert into connector_client (org_id, id, workspace_id, sealed_secret)
                        values (:org, :id, :workspace, :secret)
                        """)
                        .bind("org", org).bind("id", connector).bind("workspace", workspace)
                        .bind("secret", vault.seal(clientPlace(org, workspace, connector), secret)).execute();
            }
        });
        return added;
    }

    /** Adds a connector with a static key; empty where the workspace has one of that name. */
    Optional<UUID> add(Handle handle, UUID org, UUID workspace, String name, KeyedService service) {
        Optional<UUID> added = add(handle, org, workspace, name, service.baseUrl().toString(), ConnectorKind.HTTP,
                service.form());
        ConnectorDefinition definition = service.definition();
        if (definition != null) {
            added.ifPresent(connector -> keep(handle, org, connector, definition));
        }
        return added;
    }

    private static void keep(Handle handle, UUID org, UUID connector, ConnectorDefinition definition) {
        handle.createUpdate("""
                update connector set definition = :definition, own_definition = :own where org_id = :org and id = :id
                """)
                .bind("org", org).bind("id", connector).bind("own", definition.isOwn())
                .bind("definition", definition.document().canonicalBytes()).execute();
    }

    /** The place of the connector's client secret. */
    public static Place clientPlace(UUID org, UUID workspace, UUID connector) {
        return new Place(org, workspace, connector, 1, Use.CLIENT);
    }

    /** As above, with the given form of its credential; empty where the workspace has a connector of that name. */
    Optional<UUID> add(Handle handle, UUID org, UUID workspace, String name, String baseUrl, String kind,
            CredentialForm form) {
        UUID connector = Ids.next();
        int inserted = handle.createUpdate("""
                insert into hub.connector (org_id, id, workspace_id, name, base_url, kind, header, prefix)
                values (:org, :connector, :workspace, :name, :baseUrl, :kind, :header, :prefix) on conflict do nothing
                """)
                .bind("org", org)
                .bind("connector", connector)
                .bind("workspace", workspace)
                .bind("name", name)
                .bind("baseUrl", ServiceAddress.of(baseUrl, kind).toString())
                .bind("kind", kind)
                .bind("header", form.header())
                .bind("prefix", form.prefix())
                .execute();
        return inserted == 0 ? Optional.empty() : Optional.of(connector);
    }

    /**
     * Changes the address of a connector's service; actions whose payloads have the earlier address are refused when they run.
     *
     * @return the event to append; empty where the address is the same
     */
    public Optional<EventDraft> move(Handle handle, UUID org, UUID connector, String baseUrl, Actor by) {
        return handle
                .createQuery("select workspace_id, base_url, kind from hub.connector where org_id = :org and id = :id")
                .bind("org", org)
                .bind("id", connector)
                .map((row, _) -> {
                    String address = ServiceAddress.of(baseUrl, row.getString("kind")).toString();
                    return new Move(row.getString("base_url"), address,
                            ConnectorEvent.of("connector.moved", by, connector, Rows.uuid(row, "workspace_id"),
                                    JsonObject.builder().put("baseUrl", address)));
                })
                .findOne()
                .filter(move -> !move.from().equals(move.to()))
                .map(move -> {
                    handle.createUpdate("update hub.connector set base_url = :to where org_id = :org and id = :id")
                            .bind("org", org)
                            .bind("id", connector)
                            .bind("to", move.to())
                            .execute();
                    return move.event();
                });
    }

    /** As above, for a connector with OAuth, whose authorization server's addresses change too. */
    public Optional<EventDraft> move(Handle handle, UUID org, UUID connector, ConnectorDefinition definition,
            Actor by) {
        Optional<EventDraft> moved = move(handle, org, connector, String.valueOf(definition.baseUrl()), by);
        moved.ifPresent(_ -> handle
                .createUpdate("update hub.connector set definition = :definition where org_id = :org and id = :id")
                .bind("org", org)
                .bind("id", connector)
                .bind("definition", definition.document().canonicalBytes())
                .execute());
        return moved;
    }

    private record Move(String from, String to, EventDraft event) {}

    /**
     * Stores a connector's credential, encrypted for its place.
     *
     * @return the connection and the event to append
     */
    public Connected connect(Handle handle, UUID org, UUID connector, SecretBytes credential, List<String> scopes,
            Actor by) {
        UUID connection = Ids.next();
        UUID workspace = handle.createQuery("""
                select workspace_id from hub.connector where org_id = :org and id = :connector
                """)
                .bind("org", org)
                .bind("connector", connector)
                .mapTo(UUID.class)
                .one();
        byte[] sealed = vault.seal(new Place(org, workspace, connection, 1, Use.TOKEN),
                credential);
        handle.createUpdate("""
                insert into hub.connection (org_id, id, connector_id, sealed_token, scopes)
                values (:org, :connection, :connector, :sealed, :scopes)
                """)
                .bind("org", org)
                .bind("connection", connection)
                .bind("connector", connector)
                .bind("sealed", sealed)
                .bindArray("scopes", String.class, scopes)
                .execute();
        return new Connected(connection, ConnectorEvent.of(EventType.CONNECTOR_AUTHORIZED, by, connector, workspace,
                connection,
                RequestedAccess.of(handle, org, connector, Permissions.ofScopes(scopes)).put(JsonObject.builder())
                        .put("scopes", JsonArray.ofStrings(scopes))));
    }

    @Override
    public ConnectorAccess access(Handle handle, UUID org, UUID connector, Permissions needs)
            throws CallRefusedException {
        Accessible row = handle.createQuery(ACCESS)
                .bind("org", org)
                .bind("connector", connector)
                .map((found, _) -> accessible(found, org, connector, needs))
                .findOne()
                .orElseThrow(() -> new CallRefusedException("CREDENTIAL_MISSING", "The connector has no credential"));
        if (!row.enabled()) {
            throw new CallRefusedException("CONNECTOR_DISABLED", "The connector is disabled");
        }
        if (row.problem() != null) {
            throw new CallRefusedException("RECONNECT_NEEDED", "The connection has to be authorized again");
        }
        if (row.missing() != null) {
            throw new CallRefusedException(row.missing().code().name(),
                    "The connection may not use " + row.missing().words() + ", which is needed");
        }
        return row.access();
    }

    private record Accessible(boolean enabled, @Nullable String problem, UsablePermissions.@Nullable Missing missing,
            ConnectorAccess access) {}

    private static Accessible accessible(ResultSet row, UUID org, UUID connector, Permissions needs)
            throws SQLException {
        boolean sandbox = row.getString("kind").equals(ConnectorKind.SANDBOX);
        ConnectorDefinition definition = StoredDefinition.of(row);
        UsablePermissions.Missing missing = definition == null || row.getString("client_id") == null
                ? null
                : UsablePermissions.missing(row, definition, needs).orElse(null);
        UUID workspace = Rows.uuid(row, "workspace_id");
        Place place = new Place(org, workspace, Rows.uuid(row, "id"), row.getInt("version"), Use.TOKEN);
        List<Sealed> others = new ArrayList<>();
        byte[] refresh = row.getBytes("sealed_refresh");
        if (refresh != null) {
            others.add(new Sealed(place.as(Use.REFRESH), ByteString.of(refresh)));
        }
        byte[] client = row.getBytes("sealed_secret");
        if (client != null) {
            others.add(new Sealed(clientPlace(org, workspace, connector), ByteString.of(client)));
        }
        return new Accessible(row.getBoolean("enabled"), row.getString("problem"),
                missing,
                new ConnectorAccess(connector, place, HttpUrl.get(row.getString("base_url")),
                        definition == null ? List.of() : definition.hosts(),
                        new CredentialForm(row.getString("header"), row.getString("prefix")), needs,
                        definition == null
                                ? Permissions.NONE
                                : UsablePermissions.narrowed(row, definition, needs),
                        Rows.instantOrNull(row, "expires_at"), Rows.instantOrNull(row, "paused_until"), sandbox,
                        ByteString.of(row.getBytes("sealed_token")), others));
    }

    /** The vault that encrypts and decrypts stored credentials. */
    public CredentialVault vault() {
        return vault;
    }

    /** Sends requests to authorization servers: true for the sandbox's, false for those on the internet. */
    public HTTPRequestSender provider(boolean inSandbox) {
        return outbound.provider(inSandbox);
    }

    /** Whether this is the connector's present credential. */
    boolean has(ConnectorAccess access, SecretBytes credential) throws CredentialSealedException {
        return MessageDigest.isEqual(credential.bytes(),
                vault.open(access.place(), access.sealedCredential().toByteArray()).bytes());
    }

    @Override
    public CallResult call(UUID request, OutboundCall call, ConnectorAccess access) {
        return call(call, access, null);
    }

    /**
     * Makes the call with an exchanged token.
     *
     * @param narrower the token with fewer permissions; null for the connection's own
     */
    public CallResult call(OutboundCall call, ConnectorAccess access, @Nullable SecretBytes narrower) {
        try {
            List<SecretBytes> others = new ArrayList<>();
            for (Sealed other : access.others()) {
                others.add(vault.open(other.place(), other.bytes().toByteArray()));
            }
            SecretBytes own = vault.open(access.place(), access.sealedCredential().toByteArray());
            if (narrower != null) {
                others.add(own);
            }
            return outbound.call(call, access, narrower == null ? own : narrower, others);
        } catch (CredentialSealedException _) {
            return new CallResult.NotSent("CREDENTIAL_SEALED", "The connector's credential can't be opened");
        }
    }

    /**
     * The workspace of this name or id.
     *
     * @throws RefusedException CONNECTION_INVALID where there is none
     */
    public static UUID workspace(Handle handle, UUID org, String named) {
        List<UUID> found = handle.createQuery(
                "select id from workspace where org_id = :org and (name = :named or id::text = :named)")
                .bind("org", org).bind("named", named).mapTo(UUID.class).list();
        if (found.size() != 1) {
            throw new RefusedException(ErrorCode.CONNECTION_INVALID,
                    "There is no workspace of that name or id here.");
        }
        return found.getFirst();
    }
}
