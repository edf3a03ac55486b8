package dev.agenthub.app.ui.connections;

/** The state of a connection, shown as an icon. */
enum ConnectionStatus {
    HEALTHY,
    /** Not yet authorized. */
    WAITING,
    /** Some or all calls are refused until a person acts. */
    ATTENTION,
    /** Calls are refused temporarily. */
    LIMITED,
    /** Disabled. */
    STOPPED
}
