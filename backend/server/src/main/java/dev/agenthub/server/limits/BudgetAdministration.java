package dev.agenthub.server.limits;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.agents.Money;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What administrators do with budgets: list, set and remove caps. Each change is an audit event. Thread-safe. */
public final class BudgetAdministration {
    private static final int MOST_PERIODS = 62;

    private final OrgTransactions transactions;
    private final InstantSource clock;

    private record Stored(UUID id, UUID workspace, @Nullable UUID connector, BudgetPeriod period, String currency,
            BigDecimal cap, boolean active) {}

    public BudgetAdministration(OrgTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** All budgets with a cap, in the order in which they were first set. */
    public Page<Budget> list(MemberCaller caller) {
        caller.require(Role.OWNER, Role.ADMIN);
        return transactions.call(caller.context(), handle -> {
            Map<UUID, List<BudgetUse>> periods = periods(handle, caller.org());
            return new Page<>(stored(handle, caller.org(), "active order by id", Map.of()).stream()
                    .map(budget -> shown(budget, periods.getOrDefault(budget.id(), List.of()))).toList(), null);
        });
    }

    /**
     * Reads the terms of a requested budget.
     *
     * @throws RefusedException LIMIT_INVALID, beginning with the member that is wrong
     */
    public static BudgetTerms wanted(Handle handle, UUID org, NewBudget request) {
        BigDecimal cap = cap(request);
        Scope scope = Scope.of(handle, org, request.workspace(), request.connector());
        return new BudgetTerms(scope.workspace(), scope.connector(), request.period(), request.currency(),
                Money.text(cap, request.currency()));
    }

    /**
     * The terms of a budget without its cap.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static BudgetTerms removal(Handle handle, UUID org, UUID budget) {
        Stored there = stored(handle, org, "id = :id and active", Map.of("id", budget)).stream().findFirst()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
        return new BudgetTerms(there.workspace(), there.connector(), there.period(), there.currency(), null);
    }

    /** The present terms of the same budget; without a cap where there is none. */
    public static BudgetTerms present(Handle handle, UUID org, BudgetTerms wanted) {
        return wanted.with(find(handle, org, wanted, "").filter(Stored::active)
                .map(there -> Money.text(there.cap(), there.currency())).orElse(null));
    }

    /** The API's view of the budget of these terms, whatever its cap. */
    public Budget shown(Handle handle, UUID org, BudgetTerms terms) {
        Stored there = find(handle, org, terms, "").orElseThrow();
        return shown(there, periods(handle, org).getOrDefault(there.id(), List.of()));
    }

    /**
     * Sets or removes a cap; the record of past spending stays.
     *
     * @return the budget; where the cap was removed, as it was before
     * @throws RefusedException FORBIDDEN; NOT_FOUND where there is no cap to remove
     */
    public Recorded<Budget> change(Handle handle, UUID org, Author by, BudgetTerms terms) {
        by.person().require(Role.OWNER, Role.ADMIN);
        return terms.cap() == null
                ? remove(handle, org, by, terms)
                : set(handle, org, by, terms, new BigDecimal(terms.cap()));
    }

    private Recorded<Budget> set(Handle handle, UUID org, Author by, BudgetTerms terms, BigDecimal cap) {
        boolean added = insert(handle, org, terms, cap);
        Stored before = find(handle, org, terms, " for update").orElseThrow();
        List<EventDraft> events = added || !before.active() || before.cap().compareTo(cap) != 0
                ? set(handle, org, by, before, cap, added || !before.active() ? null : before.cap())
                : List.of();
        return new Recorded<>(shown(handle, org, terms), events);
    }

    private Recorded<Budget> remove(Handle handle, UUID org, Author by, BudgetTerms terms) {
        Stored before = find(handle, org, terms, " for update").filter(Stored::active)
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
        handle.createUpdate("update hub.budget set active = false where org_id = :org and id = :id")
                .bind("org", org).bind("id", before.id()).execute();
        return Recorded.of(shown(before, periods(handle, org).getOrDefault(before.id(), List.of())),
                changed(by, before, used(handle, org, before), null, before.cap()));
    }

    private static Optional<Stored> find(Handle handle, UUID org, BudgetTerms terms, String lock) {
        return stored(handle, org, terms.scope().condition() + " and period = :period and currency = :currency" + lock,
                values(terms)).stream().findFirst();
    }

    private static BigDecimal cap(NewBudget request) {
        try {
            return new Money(new BigDecimal(request.cap()), request.currency()).amount();
        } catch (IllegalArgumentException e) {
            // The cap's format was checked when it was read.
            throw new RefusedException(ErrorCode.LIMIT_INVALID, "currency: " + e.getMessage() + ".", e);
        }
    }

    private static boolean insert(Handle handle, UUID org, BudgetTerms terms, BigDecimal cap) {
        return handle.createUpdate(
                """
                        insert into hub.budget (org_id, id, workspace_id, connector_id, period, currency, cap)
                        values (:org, :id, :workspace, cast(:connector as uuid), :period, :currency, :cap)
                        on conflict (org_id, workspace_id, connector_id, period, currency) do nothing
                        """)
                .bind("org", org).bind("id", Ids.next()).bind("cap", cap).bindMap(values(terms))
                .bindByType("connector", terms.connector(), UUID.class).execute() == 1;
    }

    private static Map<String, Object> values(BudgetTerms terms) {
        Map<String, Object> values = new HashMap<>(Map.of("workspace", terms.workspace(), "period",
                terms.period().toString(), "currency", terms.currency()));
        UUID connector = terms.connector();
        if (connector != null) {
            values.put("connector", connector);
        }
        return values;
    }

    private List<EventDraft> set(Handle handle, UUID org, Author by, Stored before, BigDecimal cap,
            @Nullable BigDecimal previous) {
        Instant now = clock.instant();
        handle.createUpdate("update hub.budget set cap = :cap, active = true where org_id = :org and id = :id")
                .bind("org", org).bind("id", before.id()).bind("cap", cap).execute();
        // The thresholds of a changed cap are others, so its alerts are due again.
        handle.createUpdate("""
                update hub.budget_period set cap = greatest(:cap, reserved + spent), told = 0
                 where org_id = :org and budget_id = :id and starts_on = :start
                """)
                .bind("org", org).bind("id", before.id()).bind("cap", cap).bind("start", before.period().start(now))
                .execute();
        Budgets changed = Budgets.only(handle, org, before.workspace(), before.id(), now);
        changed.tell();
        List<EventDraft> events = new ArrayList<>();
        events.add(changed(by, before, used(handle, org, before), cap, previous));
        events.addAll(changed.told());
        return events;
    }

    private BigDecimal used(Handle handle, UUID org, Stored budget) {
        return handle.createQuery("""
                select reserved + spent from hub.budget_period
                 where org_id = :org and budget_id = :id and starts_on = :start
                """)
                .bind("org", org).bind("id", budget.id()).bind("start", budget.period().start(clock.instant()))
                .mapTo(BigDecimal.class).findOne().orElse(BigDecimal.ZERO);
    }

    private static EventDraft changed(Author by, Stored budget, BigDecimal used, @Nullable BigDecimal cap,
            @Nullable BigDecimal previous) {
        var terms = new BudgetTerms(budget.workspace(), budget.connector(), budget.period(), budget.currency(),
                text(cap, budget));
        return new EventDraft(EventType.BILLING_BUDGET_CHANGED, by.actor(),
                new Subject(budget.id().toString(), "budget"), budget.workspace(), terms.put(JsonObject.builder())
                        .put("amount", Money.text(used, budget.currency()))
                        .put("budget", budget.id().toString())
                        .put("previousCap", BudgetTerms.text(text(previous, budget))).build());
    }

    private static @Nullable String text(@Nullable BigDecimal cap, Stored budget) {
        return cap == null ? null : Money.text(cap, budget.currency());
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
