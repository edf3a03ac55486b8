package dev.agenthub.server.limits;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.Settlement;
import dev.agenthub.api.SettlementOutcome;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.agents.Money;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.calls.CallResult.NotSent;
import dev.agenthub.server.identity.Author;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The budgets that a call of one connector counts against, locked until the transaction ends.
 * Transactions that change the sums of a budget's period first lock its row, in the order of the ids.
 */
final class Budgets {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String RESERVE = """
            insert into hub.budget_period as p (org_id, budget_id, starts_on, workspace_id, cap, reserved)
            values (:org, :budget, :start, :workspace, :cap, :amount)
            on conflict (org_id, budget_id, starts_on) do update set cap = :cap, reserved = p.reserved + :amount
            """;
    private static final String MARK_TOLD = """
            update hub.budget_period set told = :told where org_id = :org and budget_id = :budget and starts_on = :start
            """;
    private static final String INSERT_ALERT = """
            insert into hub.cap_alert (org_id, id, budget_id, workspace_id, starts_on, percent, used, cap, told_at)
            values (:org, :id, :budget, :workspace, :start, :percent, :used, :cap, :now)
            """;

    private final Handle handle;
    private final UUID org;
    private final UUID workspace;
    private final Instant now;
    private final List<Budget> all;
    private final List<EventDraft> told = new ArrayList<>();

    /** A budget with what is used of it in the present period. */
    private record Budget(UUID id, @Nullable UUID connector, BudgetPeriod period, String currency, BigDecimal cap,
            BigDecimal used, int told) {

        boolean holds(BigDecimal amount) {
            return used.add(amount).compareTo(cap) <= 0;
        }
    }

    private Budgets(Handle handle, UUID org, UUID workspace, Instant now, List<Budget> all) {
        this.handle = handle;
        this.org = org;
        this.workspace = workspace;
        this.now = now;
        this.all = all;
    }

    static Budgets lock(Handle handle, UUID org, UUID workspace, UUID connector, Instant now) {
        List<UUID> ids = handle.createQuery("""
                select id from hub.budget
                 where org_id = :org and workspace_id = :workspace and active
                   and (connector_id is null or connector_id = :connector)
                 order by id
                   for no key update
                """)
                .bind("org", org).bind("workspace", workspace).bind("connector", connector)
                .mapTo(UUID.class).list();
        return new Budgets(handle, org, workspace, now, ids.isEmpty() ? List.of() : read(handle, org, ids, now));
    }

    /** One budget, which the caller has locked. */
    static Budgets only(Handle handle, UUID org, UUID workspace, UUID budget, Instant now) {
        return new Budgets(handle, org, workspace, now, read(handle, org, List.of(budget), now));
    }

    /** A separate statement, since the one that waited for the locks sees other tables' rows as of before the wait. */
    private static List<Budget> read(Handle handle, UUID org, List<UUID> ids, Instant now) {
        return handle.createQuery("""
                select b.id, b.connector_id, b.period, b.currency, b.cap, coalesce(p.reserved + p.spent, 0) as used,
                       coalesce(p.told, 0) as told
                  from hub.budget b
                  left join hub.budget_period p on p.org_id = b.org_id and p.budget_id = b.id
                       and p.starts_on = case b.period when 'day' then :day else :month end
                 where b.org_id = :org and b.id = any (:ids) and b.active
                 order by b.id
                """)
                .bind("org", org).bindArray("ids", UUID.class, ids)
                .bind("day", BudgetPeriod.DAY.start(now)).bind("month", BudgetPeriod.MONTH.start(now))
                .map((row, _) -> new Budget(Rows.uuid(row, "id"), Rows.uuidOrNull(row, "connector_id"),
                        BudgetPeriod.of(row.getString("period")), row.getString("currency"),
                        row.getBigDecimal("cap"), row.getBigDecimal("used"), row.getInt("told")))
                .list();
    }

    /** Reserves a run's cost in every budget, or in none; null where it is reserved, otherwise why not. */
    @Nullable
    NotSent reserve(UUID run, UUID connector, Money cost) {
        List<Budget> budgets = all.stream().filter(budget -> budget.currency().equals(cost.currency())).toList();
        if (budgets.isEmpty() && !all.isEmpty()) {
            // Otherwise a call could avoid the cap by another currency.
            return new NotSent("BUDGET_CURRENCY", "There are budgets, and none in " + cost.currency());
        }
        List<Budget> full = budgets.stream().filter(budget -> !budget.holds(cost.amount())).toList();
        if (!full.isEmpty()) {
            // A cost above a whole period's cap is no sign that the cap is reached.
            full.stream().filter(budget -> cost.amount().compareTo(budget.cap()) <= 0)
                    .forEach(budget -> tell(budget, 100, budget.used()));
            Budget first = full.getFirst();
            return new NotSent("BUDGET_EXHAUSTED", "It costs " + cost.text() + " " + cost.currency() + ", and of the "
                    + Money.text(first.cap(), cost.currency()) + " of this " + first.period() + " "
                    + Money.text(first.used(), cost.currency()) + " are used");
        }
        for (Budget budget : budgets) {
            BigDecimal used = budget.used().add(cost.amount());
            handle.createUpdate(RESERVE)
                    .bind("org", org).bind("budget", budget.id()).bind("start", budget.period().start(now))
                    .bind("workspace", workspace).bind("cap", budget.cap()).bind("amount", cost.amount()).execute();
            tell(budget, reached(used, budget.cap()), used);
        }
        handle.createUpdate(
                """
                        insert into hub.reservation (org_id, run_id, workspace_id, connector_id, amount, currency, reserved_at, budgets)
                        values (:org, :run, :workspace, :connector, :amount, :currency, :now, :budgets)
                        """)
                .bind("org", org).bind("run", run).bind("workspace", workspace).bind("connector", connector)
                .bind("amount", cost.amount()).bind("currency", cost.currency())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bindArray("budgets", UUID.class, budgets.stream().map(Budget::id).toList()).execute();
        return null;
    }

    /** Makes the alert events that are due, after a cap was changed. */
    void tell() {
        all.forEach(budget -> tell(budget, reached(budget.used(), budget.cap()), budget.used()));
    }

    /** The alert events made since the budgets were locked. */
    List<EventDraft> told() {
        return List.copyOf(told);
    }

    private void tell(Budget budget, int percent, BigDecimal used) {
        if (percent <= budget.told()) {
            return;
        }
        int changed = handle.createUpdate(MARK_TOLD)
                .bind("org", org).bind("budget", budget.id()).bind("start", budget.period().start(now))
                .bind("told", percent).execute();
        if (changed == 1) {
            handle.createUpdate(INSERT_ALERT)
                    .bind("org", org).bind("id", Ids.next()).bind("budget", budget.id()).bind("workspace", workspace)
                    .bind("start", budget.period().start(now)).bind("percent", percent).bind("used", used)
                    .bind("cap", budget.cap()).bind("now", now.atOffset(ZoneOffset.UTC)).execute();
            UUID connector = budget.connector();
            told.add(new EventDraft(EventType.BILLING_CAP_REACHED, AuditLog.system(),
                    new Subject(budget.id().toString(), "budget"), workspace, JsonObject.builder()
                            .put("amount", Money.text(used, budget.currency()))
                            .put("budget", budget.id().toString())
                            .put("cap", Money.text(budget.cap(), budget.currency()))
                            .put("connector", connector == null ? JsonNull.NULL : new JsonString(connector.toString()))
                            .put("currency", budget.currency())
                            .put("percent", percent)
                            .put("period", budget.period().toString())
                            .put("startsOn", budget.period().start(now).toString())
                            .put("workspace", workspace.toString())
                            .build()));
        }
    }

    private static int reached(BigDecimal used, BigDecimal cap) {
        if (used.signum() == 0) {
            return 0;
        }
        BigDecimal hundredfold = used.multiply(HUNDRED);
        if (hundredfold.compareTo(cap.multiply(HUNDRED)) >= 0) {
            return 100;
        }
        return hundredfold.compareTo(cap.multiply(BigDecimal.valueOf(80))) >= 0 ? 80 : 0;
    }

    private record Reserved(UUID workspace, UUID connector, Money cost, Instant at, List<UUID> budgets) {}

    static List<EventDraft> settle(Handle handle, UUID org, UUID run, RunOutcome outcome) {
        Optional<Reserved> reserved = turn(handle, org, run, "reserved", switch (outcome) {
            case EXECUTED -> "committed";
            case FAILED -> "released";
            case UNKNOWN -> "unknown";
        });
        if (reserved.isEmpty() || outcome == RunOutcome.UNKNOWN) {
            return List.of();
        }
        Reserved settled = reserved.get();
        BigDecimal cap = move(handle, org, settled, outcome == RunOutcome.EXECUTED);
        return outcome == RunOutcome.EXECUTED
                ? List.of(new EventDraft(EventType.BILLING_SPENT, AuditLog.system(), new Subject(run.toString(), "run"),
                        settled.workspace(), cost(run, settled, cap).build()))
                : List.of();
    }

    /** Settles a reservation whose run's outcome is unknown, as a member decided; empty where it is settled already. */
    static Optional<EventDraft> settleUnknown(Handle handle, UUID org, Author by, Reservation unknown,
            Settlement settlement) {
        UUID run = unknown.reservation();
        boolean spent = settlement.outcome() == SettlementOutcome.SPENT;
        return turn(handle, org, run, "unknown", spent ? "committed" : "released").map(settled -> {
            BigDecimal cap = move(handle, org, settled, spent);
            if (!spent) {
                tellAnew(handle, org, settled);
            }
            return new EventDraft(EventType.BILLING_SETTLED, by.actor(), new Subject(run.toString(), "run"),
                    settled.workspace(), cost(run, settled, cap).put("outcome", settlement.outcome().toString())
                            .put("reason", settlement.reason()).put("request", unknown.request().toString()).build());
        });
    }

    private static Optional<Reserved> turn(Handle handle, UUID org, UUID run, String from, String to) {
        return handle.createQuery("""
                update hub.reservation set state = :to where org_id = :org and run_id = :run and state = :from
                returning workspace_id, connector_id, amount, currency, reserved_at, budgets
                """)
                .bind("org", org).bind("run", run).bind("from", from).bind("to", to)
                .map((row, _) -> new Reserved(Rows.uuid(row, "workspace_id"), Rows.uuid(row, "connector_id"),
                        new Money(row.getBigDecimal("amount"), row.getString("currency")),
                        Rows.instant(row, "reserved_at"), Objects.requireNonNull(Rows.uuidsOrNull(row, "budgets"))))
                .findOne();
    }

    /** Where less is used than at the last alert, the next alert is due again when the threshold is reached. */
    private static void tellAnew(Handle handle, UUID org, Reserved settled) {
        handle.createUpdate("""
                update hub.budget_period p
                   set told = least(p.told, case when p.reserved + p.spent >= b.cap then 100
                                                 when (p.reserved + p.spent) * 100 >= b.cap * 80 then 80 else 0 end)
                  from hub.budget b
                 where p.org_id = :org and b.org_id = :org and b.id = p.budget_id and p.budget_id = any (:ids)
                   and p.starts_on = case b.period when 'day' then :day else :month end
                """)
                .bind("org", org).bindArray("ids", UUID.class, settled.budgets())
                .bind("day", BudgetPeriod.DAY.start(settled.at())).bind("month", BudgetPeriod.MONTH.start(settled.at()))
                .execute();
    }

    /** Moves an amount from reserved to spent, or back to available; returns the smallest cap of the budgets. */
    private static @Nullable BigDecimal move(Handle handle, UUID org, Reserved settled, boolean spent) {
        handle.createQuery(
                "select id from hub.budget where org_id = :org and id = any (:ids) order by id for no key update")
                .bind("org", org).bindArray("ids", UUID.class, settled.budgets()).mapTo(UUID.class).list();
        // Where the cap was lowered below what is used, a released amount does not become available.
        return handle.createQuery("""
                update hub.budget_period p
                   set reserved = p.reserved - :amount, spent = p.spent + :spent,
                       cap = greatest(least(p.cap, b.cap), p.reserved - :amount + p.spent + :spent)
                  from hub.budget b
                 where p.org_id = :org and b.org_id = :org and b.id = p.budget_id and p.budget_id = any (:ids)
                   and p.starts_on = case b.period when 'day' then :day else :month end
                returning b.cap
                """)
                .bind("org", org).bindArray("ids", UUID.class, settled.budgets())
                .bind("day", BudgetPeriod.DAY.start(settled.at())).bind("month", BudgetPeriod.MONTH.start(settled.at()))
                .bind("amount", settled.cost().amount())
                .bind("spent", spent ? settled.cost().amount() : BigDecimal.ZERO)
                .mapTo(BigDecimal.class).list().stream().min(Comparator.naturalOrder()).orElse(null);
    }

    private static JsonObject.Builder cost(UUID run, Reserved settled, @Nullable BigDecimal cap) {
        String currency = settled.cost().currency();
        return JsonObject.builder()
                .put("amount", settled.cost().text())
                .put("cap", cap == null ? JsonNull.NULL : new JsonString(Money.text(cap, currency)))
                .put("connector", settled.connector().toString())
                .put("currency", currency)
                .put("run", run.toString())
                .put("workspace", settled.workspace().toString());
    }
}
