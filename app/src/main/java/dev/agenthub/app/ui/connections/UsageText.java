package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.Rate;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.connections.LimitUsage.Kind;
import dev.agenthub.app.ui.connections.LimitUsage.Part;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Formats the use of a connection's rates and budgets. */
final class UsageText {
    private static final Messages MESSAGES = Messages.of(UsageText.class);
    /** The display is next updated when a tenth of a rate's calls has recovered; calls recover evenly. */
    private static final int TENTH = 10;
    private static final Duration SOONEST = Duration.ofSeconds(5);

    private final InstantSource clock;
    private final Moments moments;

    UsageText(InstantSource clock, Moments moments) {
        this.clock = clock;
        this.moments = moments;
    }

    /** The limits to show: the connection's own, or else its workspace's, and every exhausted one. Rates come first. */
    List<LimitUsage> of(Card card) {
        List<LimitUsage> all = new ArrayList<>(nearest(
                card.caps().rates().stream().map(rate -> rate(rate, card.workspace())).toList()));
        all.addAll(nearest(card.caps().budgets().stream().map(budget -> budget(budget, card.workspace())).toList()));
        return all;
    }

    private static List<LimitUsage> nearest(List<LimitUsage> all) {
        boolean hasOwn = all.stream().anyMatch(LimitUsage::own);
        return all.stream().filter(usage -> usage.own() || !hasOwn || usage.isUsedUp()).toList();
    }

    /** Why calls are refused now; empty where no limit is exhausted. */
    Optional<String> limited(Card card) {
        return of(card).stream().filter(LimitUsage::isUsedUp).map(LimitUsage::limited).findFirst();
    }

    private LimitUsage rate(Rate rate, String workspace) {
        boolean own = rate.connector() != null;
        // The number may exceed the rate's limit briefly, while the rate is being changed.
        long free = Math.min(rate.available(), rate.calls());
        long used = rate.calls() - free;
        String per = MESSAGES.text("usage.per." + rate.per());
        String title = own
                ? MESSAGES.text("usage.rate.own", rate.calls(), per)
                : MESSAGES.text("usage.rate.workspace", rate.calls(), per, HiddenCharacters.marked(workspace));
        List<Part> parts = List.of(
                new Part(Kind.USED, share(BigDecimal.valueOf(used), BigDecimal.valueOf(rate.calls())),
                        MESSAGES.text("usage.rate.used", used)),
                new Part(Kind.FREE, share(BigDecimal.valueOf(free), BigDecimal.valueOf(rate.calls())),
                        MESSAGES.text("usage.rate.free", free, rate.calls())));
        return new LimitUsage(own, title, parts, MESSAGES.text("usage.rate.words", per),
                free > 0
                        ? ""
                        : MESSAGES.text(own ? "state.limited.rate" : "state.limited.rate.workspace",
                                rate.calls(), per, HiddenCharacters.marked(workspace)),
                used == 0 ? null : clock.instant().plus(comingBack(rate)));
    }

    private static Duration comingBack(Rate rate) {
        Duration some = rate.per().length().dividedBy(Math.min(TENTH, rate.calls()));
        return some.compareTo(SOONEST) < 0 ? SOONEST : some;
    }

    private LimitUsage budget(Budget budget, String workspace) {
        boolean own = budget.connector() != null;
        String marked = HiddenCharacters.marked(workspace);
        LocalDate start = budget.period().start(clock.instant());
        Optional<BudgetUse> use = budget.periods().stream().filter(one -> one.startsOn().equals(start)).findFirst();
        BigDecimal cap = new BigDecimal(budget.cap());
        BigDecimal nothing = BigDecimal.ZERO.setScale(cap.scale());
        String spent = use.map(BudgetUse::spent).orElse(nothing.toPlainString());
        BigDecimal reserved = use.map(BudgetUse::reserved).map(BigDecimal::new).orElse(nothing);
        BigDecimal unknown = use.map(BudgetUse::unknown).map(BigDecimal::new).orElse(nothing);
        BigDecimal left = cap.subtract(new BigDecimal(spent)).subtract(reserved).max(nothing);
        String period = MESSAGES.text("usage.period." + budget.period());
        String currency = budget.currency();
        Instant next = (budget.period() == BudgetPeriod.DAY ? start.plusDays(1) : start.plusMonths(1))
                .atStartOfDay(ZoneOffset.UTC).toInstant();
        String again = moments.relative(next);
        List<Part> parts = new ArrayList<>(List.of(
                new Part(Kind.USED, share(new BigDecimal(spent), cap),
                        MESSAGES.text("usage.budget.spent", spent, currency))));
        add(parts, Kind.RESERVED, "usage.budget.reserved", reserved.subtract(unknown), cap, currency);
        add(parts, Kind.UNKNOWN, "usage.budget.unknown", unknown, cap, currency);
        parts.add(new Part(Kind.FREE, share(left, cap),
                MESSAGES.text("usage.budget.free", left.toPlainString(), budget.cap(), currency)));
        return new LimitUsage(own,
                MESSAGES.text(own ? "usage.budget.own" : "usage.budget.workspace", budget.cap(), currency,
                        period, marked),
                parts, MESSAGES.text("usage.budget.words", again, moments.exact(next)),
                left.signum() > 0
                        ? ""
                        : MESSAGES.text(own ? "state.limited.budget" : "state.limited.budget.workspace", budget.cap(),
                                currency, period, again, marked),
                next);
    }

    private static void add(List<Part> parts, Kind kind, String key, BigDecimal amount, BigDecimal cap,
            String currency) {
        if (amount.signum() > 0) {
            parts.add(new Part(kind, share(amount, cap), MESSAGES.text(key, amount.toPlainString(), currency)));
        }
    }

    /** A cap of 0 counts as fully used. */
    private static double share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? 0 : Math.clamp(part.divide(whole, MathContext.DECIMAL64).doubleValue(), 0, 1);
    }
}
