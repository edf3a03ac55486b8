package dev.agenthub.app.ui.connections;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.evidence.chain.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** One event of a connection from the audit log. */
record RecentEvent(Instant at, String type) {
    private static final String CONNECTOR = "connector.";
    private static final int MOST = 10;

    /** Fetches a connection's latest events, newest first. */
    static List<RecentEvent> of(UUID connector, MemberClient client) {
        AuditFilter filter = new AuditFilter(CONNECTOR, null, connector.toString(), null, null, null, null);
        return client.auditEvents(filter, null, MOST).items().stream().map(RecentEvent::of).toList();
    }

    private static RecentEvent of(AuditEntry entry) {
        AuditEvent event = AuditEvent.parse(entry.eventBytes());
        return new RecentEvent(event.time(), event.type());
    }
}
