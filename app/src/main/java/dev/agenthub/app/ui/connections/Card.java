package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Connection;
import java.util.List;

/**
 * What a card is about.
 *
 * @param workspace the name of the workspace
 * @param happened the last of what was done with it, the newest first; empty where nobody needs to know yet
 * @param caps the rates and budgets that its calls count against
 */
record Card(Connection connection, String workspace, List<Happened> happened, Caps caps) {
    Card {
        happened = List.copyOf(happened);
    }

    /** Whether it is authorized at its provider; the others have a key. */
    boolean isAuthorized() {
        return connection.scopes() != null;
    }
}
