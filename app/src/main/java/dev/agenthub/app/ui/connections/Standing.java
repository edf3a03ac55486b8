package dev.agenthub.app.ui.connections;

/** How a connection is, for the icon beside the words. */
enum Standing {
    HEALTHY,
    /** Nobody has connected it yet. */
    WAITING,
    /** Some calls, or all of them, are refused until somebody does something. */
    ATTENTION,
    /** Calls are refused for a while, and go through again by themselves. */
    LIMITED,
    /** Somebody stopped it. */
    STOPPED
}
