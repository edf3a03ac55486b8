package dev.agenthub.app.ui.connections;

/** The remedy that a connection's card offers. */
enum Remedy {
    NOTHING,
    CONNECT,
    RECONNECT,
    /** Authorize again, with only the scopes needed. */
    SHRINK,
    NEW_KEY
}
