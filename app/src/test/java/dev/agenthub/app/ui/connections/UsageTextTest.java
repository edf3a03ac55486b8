package dev.agenthub.app.ui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.Rate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.connections.LimitUsage.Kind;
import dev.agenthub.app.ui.connections.LimitUsage.Part;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageTextTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 29);
    private static final UUID WORKSPACE = UUID.randomUUID();
    private static final UUID CONNECTOR = UUID.randomUUID();
    private static final Connection MAIL = new Connection(CONNECTOR, "Mail", WORKSPACE, "https://mail.example/",
            "Authorization", "Bearer ", null, null, ConnectionState.ACTIVE, NOW, null, null, null, false, null, null);

    private final UsageText wording = new UsageText(CLOCK, new Moments(CLOCK, ZoneOffset.UTC));

    private List<LimitUsage> of(List<Rate> rates, List<Budget> budgets) {
        return wording.of(card(rates, budgets));
    }

    private static Card card(List<Rate> rates, List<Budget> budgets) {
        return new Card(MAIL, "Care", List.of(), new Caps(rates, budgets).of(MAIL));
    }

    private static Rate rate(@Nullable UUID connector, long calls, long available) {
        return new Rate(UUID.randomUUID(), WORKSPACE, connector, calls, RatePeriod.HOUR, available, List.of());
    }

    private static Budget budget(@Nullable UUID connector, BudgetUse... uses) {
        return new Budget(UUID.randomUUID(), WORKSPACE, connector, BudgetPeriod.DAY, "EUR", "20.00", List.of(uses));
    }

    private static BudgetUse use(LocalDate day, String reserved, String unknown, String spent) {
        return new BudgetUse(day, "20.00", reserved, unknown, spent);
    }

    @Test
    void saysWhatIsSpentReservedAndLeftToTheCent() {
        LimitUsage usage = of(List.of(), List.of(budget(CONNECTOR, use(TODAY, "5.00", "1.00", "12.50")))).getFirst();

        assertThat(usage.title()).isEqualTo("Spending: 20.00 EUR this day");
        assertThat(usage.parts()).containsExactly(new Part(Kind.USED, 0.625, "12.50 EUR spent"),
                new Part(Kind.RESERVED, 0.2, "4.00 EUR reserved for calls under way"),
                new Part(Kind.UNKNOWN, 0.05, "1.00 EUR reserved for calls of unknown outcome"),
                new Part(Kind.FREE, 0.125, "2.50 of 20.00 EUR left"));
        assertThat(usage.words()).isEqualTo("It begins anew in 12 h (30 Nov 2026, 00:00:00.000 Z).");
        assertThat(usage.next()).isEqualTo(Instant.parse("2026-11-30T00:00:00Z"));
        assertThat(usage.isUsedUp()).isFalse();
    }

    @Test
    void countsNothingOfAPeriodThatIsOver() {
        LimitUsage usage = of(List.of(), List.of(budget(CONNECTOR, use(TODAY.minusDays(1), "0.00", "0.00", "20.00"))))
                .getFirst();
        assertThat(usage.parts()).extracting(Part::share).containsExactly(0.0, 1.0);
        assertThat(usage.isUsedUp()).isFalse();
    }

    @Test
    void saysThatNothingIsLeftAlsoWhereTheCapWasLoweredBelowWhatIsSpent() {
        Card card = card(List.of(), List.of(budget(CONNECTOR, use(TODAY, "1.00", "0.00", "30.00"))));
        assertThat(wording.of(card).getFirst().parts()).last().extracting(Part::words)
                .isEqualTo("0.00 of 20.00 EUR left");
        assertThat(wording.limited(card)).contains("Limited: 20.00 EUR, the budget of this day, are used."
                + " Calls that cost something are refused; it begins anew in 12 h, or with a higher cap (agenthub budgets set).");
    }

    @Test
    void drawsTheLimitsOfTheWorkspaceWhereThereAreNoneOfItsOwnAndNamesThem() {
        Rate workspace = rate(null, 100, 40);
        assertThat(of(List.of(workspace), List.of(budget(null)))).extracting(LimitUsage::title)
                .containsExactly("Calls of all of Care: 100 per hour", "Spending of all of Care: 20.00 EUR this day");
        assertThat(of(List.of(workspace, rate(CONNECTOR, 10, 10)), List.of())).extracting(LimitUsage::title)
                .containsExactly("Calls: 10 per hour");
        assertThat(of(List.of(rate(null, 100, 0), rate(CONNECTOR, 10, 10)), List.of()))
                .as("what refuses calls is shown in any case").extracting(LimitUsage::isUsedUp)
                .containsExactly(true, false);
        assertThat(of(List.of(rate(UUID.randomUUID(), 5, 0)), List.of())).as("of another connection").isEmpty();
        assertThat(of(List.of(), List.of())).as("nothing is drawn where there is no cap").isEmpty();
    }

    @Test
    void looksAgainWhenATenthOfTheCallsHasComeBack() {
        LimitUsage usage = of(List.of(rate(CONNECTOR, 100, 40)), List.of()).getFirst();
        assertThat(usage.parts()).containsExactly(new Part(Kind.USED, 0.6, "60 used"),
                new Part(Kind.FREE, 0.4, "40 of 100 may go now"));
        assertThat(usage.next()).isEqualTo(NOW.plus(Duration.ofMinutes(6)));
        assertThat(of(List.of(rate(CONNECTOR, 100, 100)), List.of()).getFirst().next()).isNull();
    }
}
