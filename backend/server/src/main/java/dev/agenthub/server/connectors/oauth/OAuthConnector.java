package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.catalog.StoredDefinition;
import dev.agenthub.server.connectors.vault.CredentialSealedException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import okio.ByteString;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A connector that uses OAuth.
 *
 * @param sealedClient the client's secret, encrypted; null for a public client
 */
record OAuthConnector(UUID org, UUID id, UUID workspace, String name, boolean sandbox, ConnectorDefinition definition,
        Authorization.OAuth oauth, String clientId, @Nullable ByteString sealedClient) {

    /** The connector of this id; empty where there is none, or it does not use OAuth. */
    static Optional<OAuthConnector> find(Handle handle, UUID org, UUID id) {
        return handle.createQuery("""
                select c.workspace_id, c.name, c.kind, c.definition, c.own_definition, c.client_id, k.sealed_secret
                  from connector c left join connector_client k on k.org_id = c.org_id and k.id = c.id
                 where c.org_id = :org and c.id = :id and c.client_id is not null
                """)
                .bind("org", org).bind("id", id)
                .map((row, _) -> {
                    byte[] secret = row.getBytes("sealed_secret");
                    boolean sandbox = row.getString("kind").equals(ConnectorKind.SANDBOX);
                    ConnectorDefinition definition = Objects.requireNonNull(StoredDefinition.of(row));
                    return definition.authorization() instanceof Authorization.OAuth oauth
                            ? new OAuthConnector(org, id, Rows.uuid(row, "workspace_id"), row.getString("name"),
                                    sandbox, definition, oauth, row.getString("client_id"),
                                    secret == null ? null : ByteString.of(secret))
                            : null;
                })
                .findOne();
    }

    /** Its authorization server, with the connector's client. */
    AuthorizationServer server(Connectors connectors) throws CredentialSealedException {
        SecretBytes secret = sealedClient == null
                ? null
                : connectors.vault().open(Connectors.clientPlace(org, workspace, id), sealedClient.toByteArray());
        return new AuthorizationServer(oauth, new AuthorizationServer.Client(clientId, secret),
                connectors.provider(sandbox));
    }
}
