package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.Rate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.execution.Executions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

/** Tests runs that have a cost, and the limits that delay or refuse them. */
class SpendingTest extends Spending {

    @Test
    void neverSpendsMoreThanACapHoweverManySpendAtOnce() {
        cap(BudgetPeriod.DAY, "20.00");
        cap(BudgetPeriod.MONTH, "25");
        List<UUID> requests = Stream.generate(() -> submit("1.00", "EUR")).limit(64).toList();
        List<Executions> several = Stream.generate(this::process).limit(8).toList();

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 64)
                    .forEach(i -> threads.execute(() -> several.get(i % 8).wake(world.org, requests.get(i))));
        }

        List<RequestState> states = requests.stream().map(request -> awaitEnd(request).state()).toList();
        assertThat(states).filteredOn(RequestState.EXECUTED::equals).hasSize(20);
        assertThat(states).filteredOn(RequestState.FAILED::equals).hasSize(44);
        assertThat(provider.getRequestCount()).isEqualTo(20);
        assertThat(budgets.list(owner).items()).flatExtracting(Budget::periods).extracting(BudgetUse::spent,
                BudgetUse::reserved).containsOnly(tuple("20.00", "0.00"));
        assertThat(events(EventType.BILLING_SPENT)).hasSize(20)
                .allSatisfy(event -> assertThat(event.data().string("cap")).isEqualTo("20.00"));
        assertThat(reasons()).hasSize(44).containsOnly("BUDGET_EXHAUSTED");
        assertThat(alerts()).containsExactlyInAnyOrder("day 80 of 20.00: 16.00", "day 100 of 20.00: 20.00",
                "month 80 of 25.00: 20.00");
    }

    @Test
    void isRefusedByTheDatabaseItselfAboveACap() {
        cap(BudgetPeriod.DAY, "10");
        spend("4");
        for (String sum : List.of("reserved = 6.0001", "spent = 10.0001", "reserved = -1")) {
            assertThatThrownBy(() -> world.database.transactions().run(OrgContext.system(world.org),
                    handle -> handle.execute("update hub.budget_period set " + sum))).as(sum)
                    .hasMessageContaining("violates check constraint");
        }
    }

    @Test
    void keepsReservedWhatMayHaveHappened() {
        cap(BudgetPeriod.DAY, "10");
        answer = status(500);
        assertThat(spend("6")).isEqualTo(RequestState.UNKNOWN);
        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::unknown, BudgetUse::spent)
                .containsExactly(tuple("6.00", "6.00", "0.00"));

        answer = status(201);
        assertThat(spend("4.01")).isEqualTo(RequestState.FAILED);
        assertThat(spend("4")).isEqualTo(RequestState.EXECUTED);
        assertThat(provider.getRequestCount()).isEqualTo(2);
    }

    @Test
    void keepsReservedWhatADeathLeftOpen() throws Exception {
        cap(BudgetPeriod.DAY, "10");
        CompletableFuture<MockResponse> late = answerLate();
        UUID request = submit("6", "EUR");
        Executions abandoned = process();
        abandoned.wake(world.org, request);
        provider.takeRequest();

        process().start();

        assertThat(awaitEnd(request).state()).isEqualTo(RequestState.UNKNOWN);
        late.complete(new MockResponse.Builder().code(201).build());
        abandoned.close();
        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::spent)
                .containsExactly(tuple("6.00", "0.00"));
        assertThat(events(EventType.BILLING_SPENT)).isEmpty();
    }

    /** Nobody is told that a cap is reached because of a call that no period could ever pay. */
    @Test
    void refusesWhatCostsMoreThanAWholeCapWithoutAnAlert() {
        cap(BudgetPeriod.DAY, "10");
        spend("1");
        assertThat(spend("10.01")).isEqualTo(RequestState.FAILED);
        assertThat(alerts()).isEmpty();
        assertThat(spend("9.01")).isEqualTo(RequestState.FAILED);
        assertThat(alerts()).containsExactly("day 100 of 10.00: 1.00");
    }

    @Test
    void givesBackWhatCertainlyDidNotHappen() {
        cap(BudgetPeriod.DAY, "10");
        answer = status(400);
        assertThat(spend("10")).isEqualTo(RequestState.FAILED);
        assertThat(reasons()).isEmpty();
        answer = status(201);
        assertThat(spend("10")).isEqualTo(RequestState.EXECUTED);
        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::spent)
                .containsExactly(tuple("0.00", "10.00"));
    }

    @Test
    void beginsAnewWithThePeriodAndKeepsItsHistory() {
        cap(BudgetPeriod.DAY, "1");
        assertThat(spend("1")).isEqualTo(RequestState.EXECUTED);
        assertThat(spend("0.01")).isEqualTo(RequestState.FAILED);
        clock.advance(Duration.ofDays(1));
        assertThat(spend("0.5")).isEqualTo(RequestState.EXECUTED);
        assertThat(uses()).extracting(BudgetUse::spent).containsExactly("0.50", "1.00");
        assertThat(alerts()).containsExactly("day 100 of 1.00: 1.00");
    }

    @Test
    void spendsNoMoreOnceACapIsBelowWhatIsUsed() {
        cap(BudgetPeriod.DAY, "10");
        answer = status(500);
        spend("2");
        answer = status(201);
        spend("5");

        Budget lowered = cap(BudgetPeriod.DAY, "6");

        assertThat(lowered.cap()).isEqualTo("6.00");
        assertThat(lowered.periods()).extracting(BudgetUse::cap).containsExactly("7.00");
        assertThat(spend("0.01")).isEqualTo(RequestState.FAILED);
        assertThat(alerts()).containsExactly("day 100 of 6.00: 7.00");
        cap(BudgetPeriod.DAY, "8");
        assertThat(spend("1")).isEqualTo(RequestState.EXECUTED);
        assertThat(spend("0.01")).isEqualTo(RequestState.FAILED);
        assertThat(events(EventType.BILLING_BUDGET_CHANGED)).extracting(event -> event.data().string("cap"))
                .containsExactly("10.00", "6.00", "8.00");
    }

    @Test
    void letsNothingThatComesBackPassALoweredCap() throws Exception {
        cap(BudgetPeriod.DAY, "10");
        CompletableFuture<MockResponse> late = answerLate();
        UUID request = submit("9", "EUR");
        process().wake(world.org, request);
        provider.takeRequest();
        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::unknown).containsExactly(tuple("9.00", "0.00"));
        cap(BudgetPeriod.DAY, "5");

        late.complete(new MockResponse.Builder().code(400).build());

        assertThat(awaitEnd(request).state()).isEqualTo(RequestState.FAILED);
        assertThat(uses()).extracting(BudgetUse::cap, BudgetUse::reserved)
                .containsExactly(tuple("5.00", "0.00"));
    }

    @Test
    void spendsNothingInACurrencyThatNoBudgetNames() {
        assertThat(spend("1", "USD")).as("there is no budget").isEqualTo(RequestState.EXECUTED);
        Budget budget = cap(BudgetPeriod.DAY, "10");
        assertThat(spend("1", "USD")).isEqualTo(RequestState.FAILED);
        assertThat(reasons()).containsExactly("BUDGET_CURRENCY");
        budgets.remove(owner, budget.budget());
        assertThat(budgets.list(owner).items()).isEmpty();
        assertThat(spend("1", "USD")).isEqualTo(RequestState.EXECUTED);
    }

    @Test
    void refusesAtOnceWhatSaysNoAmount() {
        assertThatThrownBy(() -> submit("-1", "EUR")).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.ARGUMENTS_INVALID));
    }

    @Test
    void callsNoMoreOftenThanARateAllows() {
        cap(BudgetPeriod.DAY, "10");
        rates.set(owner, new NewRate(WORKSPACE, null, 5, RatePeriod.MINUTE));
        Rate rate = rates.set(owner, new NewRate(WORKSPACE, connector, 2, RatePeriod.MINUTE));
        assertThat(rate.available()).isEqualTo(2);
        assertThat(List.of(spend("1"), spend("1"), spend("1"))).containsExactly(RequestState.EXECUTED,
                RequestState.EXECUTED, RequestState.FAILED);
        assertThat(reasons()).containsExactly("RATE_LIMITED");
        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::spent)
                .containsExactly(tuple("0.00", "2.00"));
        assertThat(rates.list(owner).items()).extracting(Rate::available).containsExactly(3L, 0L);
        assertThat(rates.list(owner).items().getLast().hours()).singleElement()
                .satisfies(hour -> assertThat(hour.calls()).isEqualTo(3));

        clock.advance(Duration.between(clock.instant(), Instant.parse(
                events(EventType.CONNECTOR_LIMITED).getFirst().data().string("until"))));
        assertThat(spend("1")).isEqualTo(RequestState.EXECUTED);
        assertThat(spend("1")).isEqualTo(RequestState.FAILED);
        rates.remove(owner, rate.rate());
        assertThat(spend("1")).isEqualTo(RequestState.EXECUTED);
    }

    @Test
    void saysWhichMemberOfALimitIsWrong() {
        invalid("workspace", new NewBudget("Elsewhere", null, BudgetPeriod.DAY, "EUR", "1"));
        invalid("connector", new NewBudget(WORKSPACE, Ids.next(), BudgetPeriod.DAY, "EUR", "1"));
        invalid("currency", new NewBudget(WORKSPACE, null, BudgetPeriod.DAY, "XQZ", "1"));
        for (String cap : List.of("-1", "1e3", "0.00001", "", "12345678901234567", "1,5")) {
            assertThatThrownBy(() -> new NewBudget(WORKSPACE, null, BudgetPeriod.DAY, "EUR", cap))
                    .hasMessageStartingWith("cap");
        }
        assertThatThrownBy(() -> new NewBudget(WORKSPACE, null, BudgetPeriod.DAY, "eur", "1"))
                .hasMessageStartingWith("currency");
        assertThatThrownBy(() -> new NewRate(WORKSPACE, null, 0, RatePeriod.DAY)).hasMessageStartingWith("calls");
        assertThatThrownBy(() -> budgets.remove(owner, Ids.next())).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(budgets.list(owner).items()).isEmpty();
    }

    private void invalid(String member, NewBudget budget) {
        assertThatThrownBy(() -> budgets.set(owner, budget)).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.error()).isEqualTo(ErrorCode.LIMIT_INVALID);
            assertThat(e.detail()).startsWith(member + ": ");
        });
    }

    @Test
    void recordsOnlyWhatChanged() {
        cap(BudgetPeriod.MONTH, "10");
        cap(BudgetPeriod.MONTH, "10.00");
        rates.set(owner, new NewRate(WORKSPACE, null, 5, RatePeriod.HOUR));
        rates.set(owner, new NewRate(WORKSPACE, null, 5, RatePeriod.HOUR));
        assertThat(events(EventType.BILLING_BUDGET_CHANGED)).hasSize(1);
        assertThat(events(RateAdministration.RATE_CHANGED)).hasSize(1);
    }
}
