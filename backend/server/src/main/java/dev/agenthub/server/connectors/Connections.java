package dev.agenthub.server.connectors;

import dev.agenthub.server.agents.Permissions;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Ways to services, as runs use them. Safe for use by many threads. */
public interface Connections {

    /**
     * What a call through this connector needs, its credential still sealed.
     *
     * @param needs what the call's tool needs
     * @throws CallRefusedException CONNECTOR_DISABLED, CREDENTIAL_MISSING where it has no credential, RECONNECT_NEEDED
     *        where it works no more, or SCOPE_MISSING or AUTHORIZATION_DETAIL_MISSING where calls may not use one of these
     */
    ConnectorAccess access(Handle handle, UUID org, UUID connector, Permissions needs) throws CallRefusedException;

    /**
     * Makes the call, once; whatever happens is in the result.
     *
     * @param request the request that is run, which events about the call's token name
     */
    CallResult call(UUID request, OutboundCall call, ConnectorAccess access);
}
