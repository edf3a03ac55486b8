package dev.agenthub.app.ui.connections;

/** The one thing that helps a connection. */
enum Help {
    NOTHING,
    CONNECT,
    RECONNECT,
    ENABLE,
    NEW_KEY
}
