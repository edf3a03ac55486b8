package dev.agenthub.server.connectors.egress;

import java.io.IOException;

/** Says that a connection was refused before it was made, because AgentHub may not reach the address. */
public final class EgressRefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    EgressRefusedException(String message) {
        super(message);
    }
}
