package dev.agenthub.api;

import java.util.Locale;

/** Whether calls go through a connection. */
public enum ConnectionState {
    /** Created, and not yet authorized at the provider. */
    PENDING,
    /** It has a credential, and calls go through it. */
    ACTIVE,
    /** The provider ended its authorization: somebody has to authorize it again. */
    RECONNECT,
    /** No call goes through it, and its key or tokens are deleted; a new credential makes it active again. */
    DISABLED;

    /** The value in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
