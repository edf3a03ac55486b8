package dev.agenthub.app.ui.connections;

/** The one thing that helps a connection. */
enum Help {
    NOTHING,
    CONNECT,
    RECONNECT,
    /** To consent again, to what is needed alone. */
    SHRINK,
    NEW_KEY
}
