package dev.agenthub.server.connectors;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.EventDraft;
import java.util.UUID;

/** Makes audit events about connectors; each names its connector. */
public final class ConnectorEvent {

    private ConnectorEvent() {}

    /** An event about a connector; the connector is added to its data. */
    public static EventDraft of(String type, Actor by, UUID connector, UUID workspace, JsonObject.Builder data) {
        String id = connector.toString();
        return new EventDraft(type, by, new Subject(id, "connector"), workspace, data.put("connector", id).build());
    }

    /** An event about a connector's connection; both are added to its data. */
    public static EventDraft of(String type, Actor by, UUID connector, UUID workspace, UUID connection,
            JsonObject.Builder data) {
        return of(type, by, connector, workspace, data.put("connection", connection.toString()));
    }
}
