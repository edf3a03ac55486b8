package dev.agenthub.server.connectors;

import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.OutboundCall;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Gives runs access to connectors and makes their calls. Thread-safe. */
public interface Connections {

    /**
     * Reads what a call through this connector needs; the credential is still encrypted.
     *
     * @param needs the permissions that the call's tool needs
     * @throws CallRefusedException CONNECTOR_DISABLED, CREDENTIAL_MISSING where it has no credential, RECONNECT_NEEDED where its credential
     *        is no longer valid, or SCOPE_MISSING or AUTHORIZATION_DETAIL_MISSING where calls may not use one of the permissions
     */
    ConnectorAccess access(Handle handle, UUID org, UUID connector, Permissions needs) throws CallRefusedException;

    /**
     * Makes the call once; failures are results, not exceptions.
     *
     * @param request the request that is run; events about the call's token name it
     */
    CallResult call(UUID request, OutboundCall call, ConnectorAccess access);
}
