package dev.agenthub.server.connectors;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.Ids;
import dev.agenthub.server.Rows;
import dev.agenthub.server.Secret;
import dev.agenthub.server.audit.EventDraft;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import okhttp3.HttpUrl;
import okio.ByteString;
import org.jdbi.v3.core.Handle;

/** The services an organization's agents reach, the credentials for them, and the calls. Safe for use by many threads. */
public final class Connectors {
    /** The kind of the sample organization's sandbox, the one provider on loopback. */
    public static final String SANDBOX = "sandbox";
    /** The kind of any service that is called over HTTPS. */
    public static final String HTTP = "http";

    private final CredentialVault vault;
    private final Outbound outbound;

    /** A new connection and the event that says so. */
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

    /** The same with its credential in another form; empty where the workspace has a connector of that name. */
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
                .bind("baseUrl", baseUrl(baseUrl, kind).toString())
                .bind("kind", kind)
                .bind("header", form.header())
                .bind("prefix", form.prefix())
                .execute();
        return inserted == 0 ? Optional.empty() : Optional.of(connector);
    }

    /**
     * Says where a connector's service is from now on; actions whose payloads name the old address will not run.
     *
     * @return the event to append; empty where it is there already
     */
    public Optional<EventDraft> move(Handle handle, UUID org, UUID connector, String baseUrl, Actor by) {
        return handle
                .createQuery("select workspace_id, base_url, kind from hub.connector where org_id = :org and id = :id")
                .bind("org", org)
                .bind("id", connector)
                .map((row, _) -> {
                    String address = baseUrl(baseUrl, row.getString("kind")).toString();
                    JsonObject data = JsonObject.builder().put("connector", connector.toString())
                            .put("baseUrl", address).build();
                    return new Move(row.getString("base_url"), address, new EventDraft("connector.moved", by,
                            new Subject(connector.toString(), "connector"), Rows.uuid(row, "workspace_id"), data));
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

    private record Move(String from, String to, EventDraft event) {}

    /**
     * Gives a connector a credential, sealed for its place.
     *
     * @return the connection and the event to append
     */
    public Connected connect(Handle handle, UUID org, UUID connector, Secret credential, List<String> scopes,
            Actor by) {
        UUID connection = Ids.next();
        UUID workspace = handle.createQuery("""
                select workspace_id from hub.connector where org_id = :org and id = :connector
                """)
                .bind("org", org)
                .bind("connector", connector)
                .mapTo(UUID.class)
                .one();
        byte[] sealed = vault.seal(new CredentialVault.Place(org, workspace, connector, connection), credential);
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
        JsonObject data = JsonObject.builder()
                .put("connector", connector.toString())
                .put("connection", connection.toString())
                .put("scopes", JsonArray.ofStrings(scopes))
                .build();
        return new Connected(connection, new EventDraft(EventType.CONNECTOR_AUTHORIZED, by,
                new Subject(connector.toString(), "connector"), workspace, data));
    }

    /**
     * What a call through this connector needs, its credential still sealed.
     *
     * @throws CallRefusedException CONNECTOR_DISABLED, or CREDENTIAL_MISSING where it has no credential
     */
    public ConnectorAccess access(Handle handle, UUID org, UUID connector) throws CallRefusedException {
        record Row(boolean enabled, ConnectorAccess access) {}
        Row row = handle.createQuery("""
                select c.workspace_id, c.base_url, c.kind, c.header, c.prefix, c.enabled, n.id, n.sealed_token
                  from hub.connector c
                  join hub.connection n on n.org_id = c.org_id and n.connector_id = c.id
                 where c.org_id = :org and c.id = :connector
                 order by n.created_at desc, n.id desc
                 limit 1
                """)
                .bind("org", org)
                .bind("connector", connector)
                .map((found, _) -> new Row(found.getBoolean("enabled"), new ConnectorAccess(
                        new CredentialVault.Place(org, Rows.uuid(found, "workspace_id"), connector,
                                Rows.uuid(found, "id")),
                        HttpUrl.get(found.getString("base_url")),
                        new CredentialForm(found.getString("header"), found.getString("prefix")),
                        found.getString("kind").equals(SANDBOX),
                        ByteString.of(found.getBytes("sealed_token")))))
                .findOne()
                .orElseThrow(() -> new CallRefusedException("CREDENTIAL_MISSING", "The connector has no credential"));
        if (!row.enabled()) {
            throw new CallRefusedException("CONNECTOR_DISABLED", "The connector is disabled");
        }
        return row.access();
    }

    /** Whether that is the credential with which calls go through this connector now. */
    boolean has(ConnectorAccess access, Secret credential) throws CredentialSealedException {
        return MessageDigest.isEqual(credential.bytes(),
                vault.open(access.place(), access.sealedCredential().toByteArray()).bytes());
    }

    /** Makes the call, once; whatever happens is in the result. */
    public CallResult call(OutboundCall call, ConnectorAccess access) {
        try {
            return outbound.call(call, access, vault.open(access.place(), access.sealedCredential().toByteArray()));
        } catch (CredentialSealedException _) {
            return new CallResult.NotSent("CREDENTIAL_SEALED", "The connector's credential can't be opened");
        }
    }

    static HttpUrl baseUrl(String text, String kind) {
        HttpUrl url = HttpUrl.get(text);
        boolean plain = url.username().isEmpty() && url.password().isEmpty() && url.query() == null
                && url.fragment() == null;
        if (!plain || url.isHttps() == kind.equals(SANDBOX)) {
            throw new IllegalArgumentException("Not an address for a connector of kind " + kind);
        }
        return url;
    }
}
