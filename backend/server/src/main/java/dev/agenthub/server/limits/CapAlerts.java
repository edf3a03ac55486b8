package dev.agenthub.server.limits;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.agents.Money;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Alerts of spending caps for owners and administrators, and their acknowledgements. Thread-safe. */
public final class CapAlerts {
    private static final String ACKNOWLEDGED = """
            exists (select from hub.cap_alert_acknowledgement k
                     where k.org_id = c.org_id and k.alert_id = c.id and k.member_id = :caller)""";
    private static final String ACKNOWLEDGE = """
            insert into hub.cap_alert_acknowledgement (org_id, alert_id, member_id, workspace_id, acknowledged_at)
            values (:org, :alert, :member, :workspace, :now) on conflict do nothing
            """;
    private static final String FIND = """
            select c.id, c.told_at, c.budget_id, c.workspace_id, w.name as workspace, b.connector_id, n.name as connector,
                   b.period, c.starts_on, c.percent, b.currency, c.used, c.cap
              from hub.cap_alert c
              join hub.budget b on b.org_id = c.org_id and b.id = c.budget_id
              join hub.workspace w on w.org_id = c.org_id and w.id = c.workspace_id
              left join hub.connector n on n.org_id = b.org_id and n.id = b.connector_id
             where c.org_id = :org""";

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    public CapAlerts(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A page of alerts, newest first.
     *
     * @param after the last alert of the previous page; null for the first page
     */
    public List<Alert> list(MemberCaller caller, AlertFilter filter, @Nullable UUID after, int limit) {
        String which = switch (filter) {
            case OPEN -> " and not " + ACKNOWLEDGED;
            case ACKNOWLEDGED -> " and " + ACKNOWLEDGED;
            case ALL -> "";
        };
        return transactions.call(caller.context(),
                handle -> found(handle, caller,
                        which + (after == null ? "" : " and c.id < :id") + " order by c.id desc limit " + limit,
                        after));
    }

    /**
     * Records that the caller has acknowledged an alert; repeating it changes nothing. Empty where there is no such alert.
     *
     * @throws RefusedException FORBIDDEN where the caller has just lost the role
     */
    public Optional<Alert> acknowledge(MemberCaller caller, UUID alert) {
        return transactions.call(caller.context(), handle -> {
            // Locks the member, so that removing the role happens before or after.
            MemberRows.hold(handle, caller.org(), caller.member());
            MemberRows.find(handle, caller.org(), caller.member()).orElseThrow().require(Role.OWNER, Role.ADMIN);
            Optional<Alert> found = one(handle, caller, alert);
            CapAlert cap = found.map(Alert::cap).orElse(null);
            if (cap == null) {
                return Optional.empty();
            }
            boolean added = handle.createUpdate(ACKNOWLEDGE)
                    .bind("org", caller.org()).bind("alert", alert).bind("member", caller.member())
                    .bind("workspace", cap.workspace()).bind("now", clock.instant().atOffset(ZoneOffset.UTC))
                    .execute() == 1;
            if (added) {
                audit.append(handle, caller.org(), acknowledged(caller, alert, cap));
            }
            return one(handle, caller, alert);
        });
    }

    private static EventDraft acknowledged(MemberCaller caller, UUID alert, CapAlert cap) {
        return new EventDraft(EventType.BILLING_ALERT_ACKNOWLEDGED, caller.actor(),
                new Subject(cap.budget().toString(), "budget"), cap.workspace(), JsonObject.builder()
                        .put("alert", alert.toString())
                        .put("amount", cap.used())
                        .put("budget", cap.budget().toString())
                        .put("cap", cap.cap())
                        .put("currency", cap.currency())
                        .put("workspace", cap.workspace().toString())
                        .build());
    }

    private static Optional<Alert> one(Handle handle, MemberCaller caller, UUID alert) {
        return found(handle, caller, " and c.id = :id", alert).stream().findFirst();
    }

    private static List<Alert> found(Handle handle, MemberCaller caller, String condition, @Nullable UUID id) {
        record Found(UUID id, Instant at, CapAlert cap) {}
        List<Found> found = handle.createQuery(FIND + condition)
                .bind("org", caller.org())
                .bindMap(condition.contains(":caller") ? Map.of("caller", caller.member()) : Map.of())
                .bindMap(id == null ? Map.of() : Map.of("id", id))
                .map((row, _) -> {
                    String currency = row.getString("currency");
                    return new Found(Rows.uuid(row, "id"), Rows.instant(row, "told_at"),
                            new CapAlert(Rows.uuid(row, "budget_id"), Rows.uuid(row, "workspace_id"),
                                    row.getString("workspace"), Rows.uuidOrNull(row, "connector_id"),
                                    row.getString("connector"), BudgetPeriod.of(row.getString("period")),
                                    row.getObject("starts_on", LocalDate.class), row.getInt("percent"), currency,
                                    Money.text(row.getBigDecimal("used"), currency),
                                    Money.text(row.getBigDecimal("cap"), currency)));
                }).list();
        Map<UUID, List<Acknowledgement>> all = acknowledgements(handle, caller.org(),
                found.stream().map(Found::id).toList());
        return found.stream().map(one -> {
            List<Acknowledgement> given = all.getOrDefault(one.id(), List.of());
            return new Alert(one.id(), one.at(), null, one.cap(), Acknowledgement.of(given, caller.member()), given);
        }).toList();
    }

    private static Map<UUID, List<Acknowledgement>> acknowledgements(Handle handle, UUID org, List<UUID> alerts) {
        if (alerts.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery("""
                select k.alert_id, k.member_id, m.name, k.acknowledged_at
                  from hub.cap_alert_acknowledgement k
                  join hub.member m on m.org_id = k.org_id and m.id = k.member_id
                 where k.org_id = :org and k.alert_id = any (:alerts)
                 order by k.acknowledged_at, k.member_id
                """)
                .bind("org", org).bindArray("alerts", UUID.class, alerts)
                .map((row, _) -> Map.entry(Rows.uuid(row, "alert_id"), new Acknowledgement(
                        Rows.uuid(row, "member_id"), row.getString("name"), Rows.instant(row, "acknowledged_at"))))
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }
}
