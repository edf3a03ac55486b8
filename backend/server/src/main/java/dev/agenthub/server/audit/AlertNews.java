package dev.agenthub.server.audit;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.chain.EventType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Translates audit events about alerts, other than alerts of requests, into server events for listeners, which then read the alerts again.
 */
public final class AlertNews {
    private AlertNews() {}

    /** One server event for each kind of alert news among events of these types. */
    public static List<ServerEvent> of(Stream<String> types) {
        return types.distinct().map(type -> Optional.ofNullable(switch (type) {
            case EventType.BILLING_CAP_REACHED -> ServerEvent.capReached();
            case EventType.BILLING_ALERT_ACKNOWLEDGED -> ServerEvent.acknowledged();
            default -> null;
        })).flatMap(Optional::stream).toList();
    }
}
