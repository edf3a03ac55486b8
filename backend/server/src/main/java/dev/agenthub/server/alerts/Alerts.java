package dev.agenthub.server.alerts;

import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.server.approvals.decide.OverrideAlerts;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.limits.CapAlerts;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that owners and admins are told until they acknowledge it, of whatever kind. Thread-safe. */
public final class Alerts {
    private final OverrideAlerts overrides;
    private final CapAlerts caps;

    public Alerts(OverrideAlerts overrides, CapAlerts caps) {
        this.overrides = overrides;
        this.caps = caps;
    }

    /**
     * Alerts, the newest first.
     *
     * @param after the last alert of the page before, null for the first page
     */
    public Page<Alert> list(MemberCaller caller, AlertFilter filter, @Nullable UUID after, int limit) {
        // Ids grow with time, and as text in the order in which the database has them.
        List<Alert> found = Stream.of(overrides.list(caller, filter, after, limit + 1),
                caps.list(caller, filter, after, limit + 1)).flatMap(List::stream)
                .sorted(Comparator.comparing((Alert alert) -> alert.alert().toString()).reversed())
                .limit(limit + 1L).toList();
        List<Alert> page = found.subList(0, Math.min(limit, found.size()));
        return new Page<>(page, found.size() > limit ? page.getLast().alert().toString() : null);
    }

    /**
     * Records that the caller has seen an alert; nobody else's acknowledgement changes, and a second one changes nothing.
     *
     * @throws RefusedException NOT_FOUND; FORBIDDEN where the caller was an administrator until now
     */
    public Alert acknowledge(MemberCaller caller, UUID alert) {
        return overrides.acknowledge(caller, alert).or(() -> caps.acknowledge(caller, alert))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }
}
