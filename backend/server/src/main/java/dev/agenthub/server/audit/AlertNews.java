package dev.agenthub.server.audit;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.chain.EventType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What entries of the audit log mean to those who watch alerts that are not about a request; the alerts themselves are read again. */
public final class AlertNews {
    private AlertNews() {}

    /** An event for each kind of news among entries of these types. */
    public static List<ServerEvent> of(Stream<String> types) {
        return types.distinct().map(type -> Optional.ofNullable(switch (type) {
            case EventType.BILLING_CAP_REACHED -> ServerEvent.capReached();
            case EventType.BILLING_ALERT_ACKNOWLEDGED -> ServerEvent.acknowledged();
            default -> null;
        })).flatMap(Optional::stream).toList();
    }
}
