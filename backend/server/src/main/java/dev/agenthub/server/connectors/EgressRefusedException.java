package dev.agenthub.server.connectors;

import java.io.IOException;

/** Says that a connection was stopped before it was made, because its address is not one that AgentHub may reach. */
public final class EgressRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    EgressRefusedException(String message) {
        super(message);
    }
}
