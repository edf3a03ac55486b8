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

/** Alerts of every kind for owners and administrators, who acknowledge them. Thread-safe. */
public final class Alerts {
    private final OverrideAlerts overrides;
    private final CapAlerts caps;

    public Alerts(OverrideAlerts overrides, CapAlerts caps) {
        this.overrides = overrides;
        this.caps = caps;
    }

    /**
     * A page of alerts, newest first.
     *
     * @param after the last alert of the previous page; null for the first page
     */
    public Page<Alert> list(MemberCaller caller, AlertFilter filter, @Nullable UUID after, int limit) {
        // Version 7 UUIDs grow with time, and their text sorts as PostgreSQL sorts them.
        List<Alert> found = Stream.of(overrides.list(caller, filter, after, limit + 1),
                caps.list(caller, filter, after, limit + 1)).flatMap(List::stream)
                .sorted(Comparator.comparing((Alert alert) -> alert.alert().toString()).reversed())
                .limit(limit + 1L).toList();
        List<Alert> page = found.subList(0, Math.min(limit, found.size()));
        return new Page<>(page, found.size() > limit ? page.getLast().alert().toString() : null);
    }

    /**
     * Records that the caller has acknowledged an alert. Acknowledgements are per member; repeating one changes nothing.
     *
     * @throws RefusedException NOT_FOUND; FORBIDDEN where the caller has just lost the role
     */
    public Alert acknowledge(MemberCaller caller, UUID alert) {
        return overrides.acknowledge(caller, alert).or(() -> caps.acknowledge(caller, alert))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }
}
