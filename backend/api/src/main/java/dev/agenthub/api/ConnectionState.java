package dev.agenthub.api;

import java.util.Locale;

/** Whether calls go through a connection. */
public enum ConnectionState {
    /** It was made, and nobody has authorized it at the provider yet. */
    PENDING,
    /** It has a credential, and calls go through it. */
    ACTIVE,
    /** The provider ended what it had: somebody has to authorize it again. */
    RECONNECT,
    /** No call goes through it, and its key or tokens are gone; with another credential it is active again. */
    DISABLED;

    /** The word on the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
