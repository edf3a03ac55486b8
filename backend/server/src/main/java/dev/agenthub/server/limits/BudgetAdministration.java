package dev.agenthub.server.limits;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.Ids;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.Rows;
import dev.agenthub.server.agents.Money;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What administrators do with budgets; each change is an audit event. Thread-safe. */
public final class BudgetAdministration {
    private static final int MOST_PERIODS = 62;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    private record Stored(UUID id, UUID workspace, @Nullable UUID connector, BudgetPeriod period, String currency,
            BigDecimal cap, boolean active) {}

    public BudgetAdministration(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /** All budgets that hold, in the order in which they were first set. */
    public Page<Budget> list(MemberCaller caller) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            Map<UUID, List<BudgetUse>> periods = periods(handle, caller.org());
            return new Page<>(stored(handle, caller.org(), "active order by id", Map.of()).stream()
                    .map(budget -> shown(budget, periods.getOrDefault(budget.id(), List.of()))).toList(), null);
        });
    }

    /**
     * Sets the cap of a workspace or connector in a currency and period; the same again changes nothing. Where it is lower than what is used already,
     * nothing more is spent in the present period.
     *
     * @throws RefusedException FORBIDDEN; LIMIT_INVALID, beginning with the member that is wrong
     */
    public Budget set(MemberCaller caller, NewBudget request) {
        caller.require(Role.OWNER, Role.ADMIN);
        BigDecimal cap = cap(request);
        return transactions.call(caller.context(), handle -> {
            Scope scope = Scope.of(handle, caller.org(), request.workspace(), request.connector());
            boolean added = insert(handle, caller.org(), scope, request, cap);
            Stored before = stored(handle, caller.org(), scope.condition()
                    + " and period = :period and currency = :currency for update", values(scope, request)).getFirst();
            if (added || !before.active() || before.cap().compareTo(cap) != 0) {
                change(handle, caller, before, cap, added || !before.active() ? null : before.cap());
            }
            Stored after = require(handle, caller.org(), before.id(), "");
            return shown(after, periods(handle, caller.org()).getOrDefault(after.id(), List.of()));
        });
    }

    /**
     * Lets a cap hold no more; its past stays.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public void remove(MemberCaller caller, UUID budget) {
        caller.require(Role.OWNER, Role.ADMIN);
        transactions.run(caller.context(), handle -> {
            Stored before = require(handle, caller.org(), budget, " for update");
            handle.createUpdate("update hub.budget set active = false where org_id = :org and id = :id")
                    .bind("org", caller.org()).bind("id", budget).execute();
            audit.append(handle, caller.org(), changed(caller, before, used(handle, caller.org(), before), null,
                    before.cap()));
        });
    }

    private static BigDecimal cap(NewBudget request) {
        try {
            return new Money(new BigDecimal(request.cap()), request.currency()).amount();
        } catch (IllegalArgumentException e) {
            // What a cap looks like was seen when it was read.
            throw new RefusedException(ErrorCode.LIMIT_INVALID, "currency: " + e.getMessage() + ".", e);
        }
    }

    private static boolean insert(Handle handle, UUID org, Scope scope, NewBudget request, BigDecimal cap) {
        return handle.createUpdate(
                """
                        insert into hub.budget (org_id, id, workspace_id, connector_id, period, currency, cap)
                        values (:org, :id, :workspace, cast(:connector as uuid), :period, :currency, :cap)
                        on conflict (org_id, workspace_id, connector_id, period, currency) do nothing
                        """)
                .bind("org", org).bind("id", Ids.next()).bind("cap", cap).bindMap(values(scope, request))
                .bindByType("connector", scope.connector(), UUID.class).execute() == 1;
    }

    private static Map<String, Object> values(Scope scope, NewBudget request) {
        Map<String, Object> values = new HashMap<>(Map.of("workspace", scope.workspace(), "period",
                request.period().toString(), "currency", request.currency()));
        UUID connector = scope.connector();
        if (connector != null) {
            values.put("connector", connector);
        }
        return values;
    }

    private void change(Handle handle, MemberCaller caller, Stored before, BigDecimal cap,
            @Nullable BigDecimal previous) {
        UUID org = caller.org();
        Instant now = clock.instant();
        handle.createUpdate("update hub.budget set cap = :cap, active = true where org_id = :org and id = :id")
                .bind("org", org).bind("id", before.id()).bind("cap", cap).execute();
        // Of another cap, it is told anew how much is used.
        handle.createUpdate("""
                update hub.budget_period set cap = greatest(:cap, reserved + spent), told = 0
                 where org_id = :org and budget_id = :id and starts_on = :start
                """)
                .bind("org", org).bind("id", before.id()).bind("cap", cap).bind("start", before.period().start(now))
                .execute();
        Budgets changed = Budgets.only(handle, org, before.workspace(), before.id(), now);
        changed.tell();
        List<EventDraft> events = new ArrayList<>();
        events.add(changed(caller, before, used(handle, org, before), cap, previous));
        events.addAll(changed.told());
        audit.append(handle, org, events.toArray(EventDraft[]::new));
    }

    private BigDecimal used(Handle handle, UUID org, Stored budget) {
        return handle.createQuery("""
                select reserved + spent from hub.budget_period
                 where org_id = :org and budget_id = :id and starts_on = :start
                """)
                .bind("org", org).bind("id", budget.id()).bind("start", budget.period().start(clock.instant()))
                .mapTo(BigDecimal.class).findOne().orElse(BigDecimal.ZERO);
    }

    private static EventDraft changed(MemberCaller caller, Stored budget, BigDecimal used, @Nullable BigDecimal cap,
            @Nullable BigDecimal previous) {
        UUID connector = budget.connector();
        return new EventDraft(EventType.BILLING_BUDGET_CHANGED, caller.actor(),
                new Subject(budget.id().toString(), "budget"), budget.workspace(), JsonObject.builder()
                        .put("amount", Money.text(used, budget.currency()))
                        .put("budget", budget.id().toString())
                        .put("cap", text(cap, budget))
                        .put("connector", connector == null ? JsonNull.NULL : new JsonString(connector.toString()))
                        .put("currency", budget.currency())
                        .put("period", budget.period().toString())
                        .put("previousCap", text(previous, budget))
                        .put("workspace", budget.workspace().toString())
                        .build());
    }

    private static JsonValue text(@Nullable BigDecimal cap, Stored budget) {
        return cap == null ? JsonNull.NULL : new JsonString(Money.text(cap, budget.currency()));
    }

    private static Stored require(Handle handle, UUID org, UUID budget, String lock) {
        return stored(handle, org, "id = :id and active" + lock, Map.of("id", budget)).stream().findFirst()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    private static List<Stored> stored(Handle handle, UUID org, String condition, Map<String, Object> values) {
        var query = handle.createQuery(
                "select id, workspace_id, connector_id, period, currency, cap, active from hub.budget where org_id = :org and "
                        + condition)
                .bind("org", org).bindMap(values);
        return query.map((row, _) -> new Stored(Rows.uuid(row, "id"), Rows.uuid(row, "workspace_id"),
                Rows.uuidOrNull(row, "connector_id"), BudgetPeriod.of(row.getString("period")),
                row.getString("currency"), row.getBigDecimal("cap"), row.getBoolean("active"))).list();
    }

    private static Map<UUID, List<BudgetUse>> periods(Handle handle, UUID org) {
        Map<UUID, List<BudgetUse>> all = new HashMap<>();
        handle.createQuery("""
                with unknown as (
                    select b.id, case b.period when 'day' then (r.reserved_at at time zone 'UTC')::date
                                 else date_trunc('month', r.reserved_at at time zone 'UTC')::date end as starts_on,
                           sum(r.amount) as amount
                      from hub.reservation r join hub.budget b on b.org_id = r.org_id and b.id = any (r.budgets)
                     where r.org_id = :org and r.state = 'unknown'
                     group by 1, 2)
                select b.id, b.currency, p.starts_on, p.cap, p.reserved, coalesce(u.amount, 0) as unknown, p.spent
                  from hub.budget b
                 cross join lateral (select * from hub.budget_period p where p.org_id = b.org_id and p.budget_id = b.id
                                      order by p.starts_on desc limit :most) p
                  left join unknown u on u.id = b.id and u.starts_on = p.starts_on
                 where b.org_id = :org and b.active
                 order by b.id, p.starts_on desc
                """)
                .bind("org", org).bind("most", MOST_PERIODS)
                .map((row, _) -> {
                    String currency = row.getString("currency");
                    var use = new BudgetUse(row.getObject("starts_on", LocalDate.class),
                            Money.text(row.getBigDecimal("cap"), currency),
                            Money.text(row.getBigDecimal("reserved"), currency),
                            Money.text(row.getBigDecimal("unknown"), currency),
                            Money.text(row.getBigDecimal("spent"), currency));
                    return all.computeIfAbsent(Rows.uuid(row, "id"), _ -> new ArrayList<>()).add(use);
                }).list();
        return all;
    }

    private static Budget shown(Stored budget, List<BudgetUse> periods) {
        return new Budget(budget.id(), budget.workspace(), budget.connector(), budget.period(), budget.currency(),
                Money.text(budget.cap(), budget.currency()), periods);
    }
}
