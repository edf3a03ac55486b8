package dev.agenthub.api;

import java.util.Locale;

/** Whether calls go through a connection. */
public enum ConnectionState {
    /** It has a key, and calls go through it. */
    ACTIVE,
    /** It keeps its key, and no call goes through it. */
    DISABLED,
    /** Its key is gone; with another one it is active again. */
    REVOKED;

    /** The word on the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
