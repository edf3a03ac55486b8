package dev.agenthub.server.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.Page;
import dev.agenthub.api.Rate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.RateUse;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What administrators do with rates: list, set and remove them. Each change is an audit event. Thread-safe. */
public final class RateAdministration {
    static final String RATE_CHANGED = "connector.rate_changed";
    private static final Duration SHOWN = Duration.ofDays(2);
    private static final String SET_RATE = """
            insert into hub.rate as r (org_id, id, workspace_id, connector_id, calls, per)
            values (:org, :id, :workspace, cast(:connector as uuid), :calls, :per)
            on conflict (org_id, workspace_id, connector_id) do update set calls = :calls, per = :per, bucket = null
             where (r.calls, r.per) <> (:calls, :per)
            returning id
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    private record Stored(UUID id, Scope scope, int calls, RatePeriod per, long available) {}

    public RateAdministration(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** All rates, in the order in which they were first set. */
    public Page<Rate> list(MemberCaller caller) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            Instant now = clock.instant();
            return new Page<>(stored(handle, caller.org(), now).stream()
                    .map(rate -> shown(handle, caller.org(), rate, now)).toList(), null);
        });
    }

    /**
     * Sets the rate of a workspace or connector; setting the same again changes nothing.
     * After a change, as many calls as it allows in a period may come at once.
     *
     * @throws RefusedException FORBIDDEN; LIMIT_INVALID, beginning with the member that is wrong
     */
    public Rate set(MemberCaller caller, NewRate request) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            Scope scope = Scope.of(handle, caller.org(), request.workspace(), request.connector());
            Optional<UUID> changed = handle.createQuery(SET_RATE)
                    .bind("org", caller.org()).bind("id", Ids.next()).bind("workspace", scope.workspace())
                    .bindByType("connector", scope.connector(), UUID.class).bind("calls", (int) request.calls())
                    .bind("per", request.per().toString()).mapTo(UUID.class).findOne();
            changed.ifPresent(id -> audit.append(handle, caller.org(),
                    event(caller, id, scope, request.calls() + " per " + request.per())));
            Instant now = clock.instant();
            return stored(handle, caller.org(), now).stream().filter(rate -> rate.scope().equals(scope)).findFirst()
                    .map(rate -> shown(handle, caller.org(), rate, now)).orElseThrow();
        });
    }

    /**
     * Removes a rate.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public void remove(MemberCaller caller, UUID rate) {
        caller.require(Role.OWNER, Role.ADMIN);
        transactions.run(caller.context(), handle -> {
            Scope scope = handle.createQuery(
                    "delete from hub.rate where org_id = :org and id = :id returning workspace_id, connector_id")
                    .bind("org", caller.org()).bind("id", rate)
                    .map((row, _) -> new Scope(Rows.uuid(row, "workspace_id"), Rows.uuidOrNull(row, "connector_id")))
                    .findOne().orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            audit.append(handle, caller.org(), event(caller, rate, scope, null));
        });
    }

    private static EventDraft event(MemberCaller caller, UUID rate, Scope scope, @Nullable String limit) {
        UUID connector = scope.connector();
        return new EventDraft(RATE_CHANGED, caller.actor(), new Subject(rate.toString(), "rate"), scope.workspace(),
                JsonObject.builder()
                        .put("connector", connector == null ? JsonNull.NULL : new JsonString(connector.toString()))
                        .put("limit", limit == null ? JsonNull.NULL : new JsonString(limit))
                        .put("rate", rate.toString())
                        .put("workspace", scope.workspace().toString())
                        .build());
    }

    private static List<Stored> stored(Handle handle, UUID org, Instant now) {
        return handle.createQuery("""
                select id, workspace_id, connector_id, calls, per, bucket from hub.rate where org_id = :org order by id
                """)
                .bind("org", org)
                .map((row, _) -> new Stored(Rows.uuid(row, "id"),
                        new Scope(Rows.uuid(row, "workspace_id"), Rows.uuidOrNull(row, "connector_id")),
                        row.getInt("calls"), RatePeriod.valueOf(row.getString("per").toUpperCase(Locale.ROOT)),
                        Rates.available(row, now)))
                .list();
    }

    private static Rate shown(Handle handle, UUID org, Stored rate, Instant now) {
        return new Rate(rate.id(), rate.scope().workspace(), rate.scope().connector(), rate.calls(), rate.per(),
                rate.available(), hours(handle, org, rate.scope(), now));
    }

    private static List<RateUse> hours(Handle handle, UUID org, Scope scope, Instant now) {
        return handle.createQuery("""
                select date_trunc('hour', r.started_at, 'UTC') as hour, count(*) as calls
                  from hub.run r join hub.approval_request a on a.org_id = r.org_id and a.id = r.request_id
                 where r.org_id = :org and r.workspace_id = :workspace and r.started_at > :since
                   and (cast(:connector as uuid) is null or a.connector_id = cast(:connector as uuid))
                 group by 1 order by 1 desc
                """)
                .bind("org", org).bind("workspace", scope.workspace())
                .bindByType("connector", scope.connector(), UUID.class)
                .bind("since", now.minus(SHOWN).atOffset(ZoneOffset.UTC))
                .map((row, _) -> new RateUse(Rows.instant(row, "hour"), row.getLong("calls"))).list();
    }
}
