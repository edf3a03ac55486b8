package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Connection;
import java.util.List;

/**
 * The content of a connection's card.
 *
 * @param workspace the name of the workspace
 * @param events its latest events, newest first; empty until the card is opened
 * @param caps the rates and budgets that apply to its calls
 */
record Card(Connection connection, String workspace, List<RecentEvent> events, Caps caps) {
    Card {
        events = List.copyOf(events);
    }

    /** Whether the connection is authorized at its provider by OAuth; others have an API key. */
    boolean isAuthorized() {
        return connection.scopes() != null;
    }
}
