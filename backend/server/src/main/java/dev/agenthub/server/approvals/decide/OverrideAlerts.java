package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.Role;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Alerts of overrides for owners and administrators, and their acknowledgements. Thread-safe. */
public final class OverrideAlerts {

    private final Database database;
    private final AuditLog audit;
    private final EventStream events;
    private final Clock clock;

    public OverrideAlerts(Database database, AuditLog audit, EventStream events, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A page of alerts, newest first.
     *
     * @param after the last alert of the previous page; null for the first page
     */
    public List<Alert> list(MemberCaller caller, AlertFilter filter, @Nullable UUID after, int limit) {
        return database.transactions().call(caller.context(), handle -> {
            List<UsedOverride> found = UsedOverride.page(handle, caller, filter, after, limit);
            Map<UUID, List<Acknowledgement>> acknowledged = UsedOverride.acknowledgements(handle, caller.org(), found);
            return found.stream().map(one -> one.shown(caller, acknowledged.getOrDefault(one.id(), List.of())))
                    .toList();
        });
    }

    /**
     * Records that the caller has acknowledged an alert; repeating it changes nothing. Empty where there is no such alert.
     *
     * @throws RefusedException FORBIDDEN where the caller has just lost the role
     */
    public Optional<Alert> acknowledge(MemberCaller caller, UUID alert) {
        return database.transactions().call(caller.context(), handle -> {
            // Locks the member, so that removing the role happens before or after.
            MemberRows.hold(handle, caller.org(), caller.member());
            MemberRows.find(handle, caller.org(), caller.member()).orElseThrow().require(Role.OWNER, Role.ADMIN);
            return UsedOverride.find(handle, caller.org(), alert).map(override -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
                if (override.acknowledge(handle, caller, now)) {
                    record(handle, caller, override);
                }
                return override.shown(caller, UsedOverride.acknowledgements(handle, caller.org(), List.of(override))
                        .getOrDefault(alert, List.of()));
            });
        });
    }

    private void record(Handle handle, MemberCaller caller, UsedOverride override) {
        StoredRequest request = Requests.find(handle, caller.org(), override.request()).orElseThrow();
        handle.afterCommit(() -> events.publish(caller.org(), ServerEvent.acknowledged(request.id(), request.state())));
        audit.append(handle, caller.org(), ApprovalEvents.acknowledged(caller.actor(), request, override.id()));
    }

    /** The number of overrides, over all organizations, that no member but the overrider has acknowledged. */
    public long unacknowledged() {
        return database.organizations().all().stream()
                .mapToLong(org -> database.transactions().call(OrgContext.system(org),
                        handle -> UsedOverride.unacknowledged(handle, org)))
                .sum();
    }
}
