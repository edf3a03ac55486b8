package dev.agenthub.server.connectors;

import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Ways to services, as runs use them. Safe for use by many threads. */
public interface Connections {

    /**
     * What a call through this connector needs, its credential still sealed.
     *
     * @throws CallRefusedException CONNECTOR_DISABLED, CREDENTIAL_MISSING where it has no credential, or RECONNECT_NEEDED where it works no more
     */
    ConnectorAccess access(Handle handle, UUID org, UUID connector) throws CallRefusedException;

    /** Makes the call, once; whatever happens is in the result. */
    CallResult call(OutboundCall call, ConnectorAccess access);
}
