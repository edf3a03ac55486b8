package dev.agenthub.server.connectors.vault;

import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.vault.CredentialVault.Place;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Queues tokens for revocation at their provider, in the transaction that removes them from their connection. */
public final class RetiredTokens {

    private RetiredTokens() {}

    /** Queues new tokens that were encrypted for that place and never used. */
    public static void retire(Handle handle, UUID connector, Place place, byte[] token, byte @Nullable [] refresh) {
        handle.createUpdate(
                """
                        insert into token_revocation (org_id, id, connector_id, connection_id, version, sealed_token, sealed_refresh)
                        values (:org, :id, :connector, :connection, :version, :token, :refresh)
                        """)
                .bind("org", place.org()).bind("id", Ids.next()).bind("connector", connector)
                .bind("connection", place.owner()).bind("version", place.version()).bind("token", token)
                .bind("refresh", refresh).execute();
    }

    /** Removes a connector's credential, and queues OAuth tokens for revocation; false where it has none. */
    public static boolean retire(Handle handle, UUID org, UUID connector) {
        for (UUID connection : handle.createQuery("""
                select n.id from connection n join connector c on c.org_id = n.org_id and c.id = n.connector_id
                 where n.org_id = :org and n.connector_id = :connector and c.client_id is not null
                   for update of n
                """).bind("org", org).bind("connector", connector).mapTo(UUID.class).list()) {
            handle.createUpdate("""
                    insert into token_revocation
                        (org_id, id, connector_id, connection_id, version, sealed_token, sealed_refresh)
                    select org_id, :id, connector_id, id, version, sealed_token, sealed_refresh from connection
                     where org_id = :org and id = :connection
                    """).bind("org", org).bind("id", Ids.next()).bind("connection", connection).execute();
        }
        return handle.createUpdate("delete from connection where org_id = :org and connector_id = :connector")
                .bind("org", org).bind("connector", connector).execute() > 0;
    }
}
