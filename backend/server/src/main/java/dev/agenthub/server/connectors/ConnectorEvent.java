package dev.agenthub.server.connectors;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.EventDraft;
import java.util.UUID;

/** Makes the events about connectors, each of which names the one that it is about. */
public final class ConnectorEvent {

    private ConnectorEvent() {}

    /** One about a connector; its data is completed with the connector. */
    public static EventDraft of(String type, Actor by, UUID connector, UUID workspace, JsonObject.Builder data) {
        String id = connector.toString();
        return new EventDraft(type, by, new Subject(id, "connector"), workspace, data.put("connector", id).build());
    }

    /** One about a connector's connection; its data is completed with both. */
    public static EventDraft of(String type, Actor by, UUID connector, UUID workspace, UUID connection,
            JsonObject.Builder data) {
        return of(type, by, connector, workspace, data.put("connection", connection.toString()));
    }
}
