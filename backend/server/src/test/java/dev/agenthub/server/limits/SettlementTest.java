package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Role;
import dev.agenthub.api.Settlement;
import dev.agenthub.api.SettlementOutcome;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.StoredMember;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mockwebserver3.MockResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests how administrators settle reservations of runs whose outcome is unknown. */
class SettlementTest extends Spending {
    private static final Settlement SPENT = new Settlement(SettlementOutcome.SPENT, "It is in the provider's log");
    private static final Settlement NOT_SPENT = new Settlement(SettlementOutcome.NOT_SPENT, "The provider has none");

    private void refused(ErrorCode code, MemberCaller who, UUID reservation) {
        assertThatThrownBy(() -> budgets.settle(who, reservation, SPENT))
                .isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.error()).isEqualTo(code));
    }

    private UUID run() {
        return world.database.transactions().call(owner.context(), handle -> handle
                .createQuery("select run_id from hub.reservation where org_id = :org order by run_id desc limit 1")
                .bind("org", world.org).mapTo(UUID.class).one());
    }

    private MemberCaller somebody(List<Role> roles, @Nullable List<UUID> workspaces) {
        return new MemberCaller(world.org, Ids.next(), "key",
                new StoredMember(owner.member(), "Gil", true, roles, List.of(), workspaces));
    }

    @Test
    void countsAsSpentWhatSomebodyFoundToBeSpent() {
        cap(BudgetPeriod.DAY, "10");
        Reservation found = unknown("6");
        assertThat(found.amount() + " " + found.currency()).isEqualTo("6.00 EUR");
        assertThat(found.title()).isEqualTo("Pay 6");
        assertThat(found.connector()).isEqualTo(connector);
        assertThat(found.reservedAt()).isCloseTo(clock.instant(), within(1, ChronoUnit.MICROS));

        assertThat(budgets.settle(owner, found.reservation(), SPENT)).isEqualTo(found);

        assertThat(open()).isEmpty();
        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::unknown, BudgetUse::spent)
                .containsExactly(tuple("0.00", "0.00", "6.00"));
        assertThat(spend("4.01")).isEqualTo(RequestState.FAILED);
        assertThat(events(EventType.BILLING_SETTLED)).singleElement().satisfies(event -> {
            assertThat(event.actor().id()).isEqualTo(owner.member().toString());
            assertThat(event.workspace()).isEqualTo(found.workspace());
            assertThat(List.of("amount", "cap", "currency", "outcome", "reason", "request", "run"))
                    .extracting(event.data()::string).containsExactly("6.00", "10.00", "EUR", "spent", SPENT.reason(),
                            found.request().toString(), found.reservation().toString());
        });
    }

    @Test
    void letsWhatWasNotSpentBeSpentAndTellsAnewWhereTheCapIsReachedThen() {
        cap(BudgetPeriod.DAY, "10");
        Reservation found = unknown("9");
        assertThat(alerts()).containsExactly("day 80 of 10.00: 9.00");

        budgets.settle(owner, found.reservation(), NOT_SPENT);

        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::spent).containsExactly(tuple("0.00", "0.00"));
        assertThat(spend("8")).isEqualTo(RequestState.EXECUTED);
        assertThat(spend("2")).isEqualTo(RequestState.EXECUTED);
        assertThat(alerts()).containsExactly("day 80 of 10.00: 9.00", "day 80 of 10.00: 8.00",
                "day 100 of 10.00: 10.00");
    }

    @Test
    void settlesThePeriodInWhichItWasReserved() {
        cap(BudgetPeriod.DAY, "10");
        Reservation found = unknown("6");
        clock.advance(Duration.ofDays(1));
        spend("3");

        budgets.settle(owner, found.reservation(), SPENT);

        assertThat(uses()).extracting(BudgetUse::reserved, BudgetUse::spent).containsExactly(tuple("0.00", "3.00"),
                tuple("0.00", "6.00"));
    }

    @Test
    void oneOfSeveralAtOnceWins() throws Exception {
        cap(BudgetPeriod.DAY, "10");
        unknown("3");
        Reservation found = unknown("6");
        int admins = 6;
        CyclicBarrier start = new CyclicBarrier(admins);
        List<Future<Reservation>> tries = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < admins; i++) {
                Settlement said = i % 2 == 0 ? SPENT : NOT_SPENT;
                tries.add(threads.submit(() -> {
                    start.await();
                    return budgets.settle(owner, found.reservation(), said);
                }));
            }
        }
        List<Object> ends = new ArrayList<>();
        for (Future<Reservation> one : tries) {
            try {
                ends.add(one.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RefusedException refused)) {
                    throw e;
                }
                ends.add(refused.error());
            }
        }
        assertThat(ends).containsOnly(found, ErrorCode.RESERVATION_SETTLED).containsOnlyOnce(found);
        assertThat(events(EventType.BILLING_SETTLED)).singleElement().satisfies(event -> assertThat(uses())
                .extracting(BudgetUse::reserved, BudgetUse::unknown, BudgetUse::spent)
                .containsExactly(tuple("3.00", "3.00",
                        event.data().string("outcome").equals("spent") ? "6.00" : "0.00")));
    }

    @Test
    void settlesOnlyWhatIsUnknown() throws Exception {
        cap(BudgetPeriod.DAY, "10");
        var late = answerLate();
        UUID request = submit("6", "EUR");
        process().wake(world.org, request);
        provider.takeRequest();
        refused(ErrorCode.RESERVATION_NOT_UNKNOWN, owner, run());
        late.complete(new MockResponse.Builder().code(201).build());
        assertThat(awaitEnd(request).state()).isEqualTo(RequestState.EXECUTED);

        refused(ErrorCode.RESERVATION_NOT_UNKNOWN, owner, run());
        refused(ErrorCode.NOT_FOUND, owner, Ids.next());
        assertThat(open()).isEmpty();
        assertThat(events(EventType.BILLING_SETTLED)).isEmpty();
    }

    @Test
    void isForAdminsOfTheWorkspaceAlone() {
        cap(BudgetPeriod.DAY, "10");
        Reservation found = unknown("6");
        refused(ErrorCode.FORBIDDEN, somebody(List.of(Role.APPROVER, Role.AUDITOR), null), found.reservation());
        MemberCaller elsewhere = somebody(List.of(Role.ADMIN), List.of(Ids.next()));
        assertThat(reservations.list(elsewhere, null, 100).items()).isEmpty();
        refused(ErrorCode.NOT_FOUND, elsewhere, found.reservation());
        MemberCaller stranger = new MemberCaller(TestDatabase.organization(), Ids.next(), "key", owner.person());
        assertThat(reservations.list(stranger, null, 100).items()).isEmpty();
        refused(ErrorCode.NOT_FOUND, stranger, found.reservation());

        MemberCaller here = somebody(List.of(Role.ADMIN), List.of(found.workspace()));
        assertThat(budgets.settle(here, found.reservation(), NOT_SPENT)).isEqualTo(found);
        refused(ErrorCode.RESERVATION_SETTLED, owner, found.reservation());
    }

    @Test
    void pagesFromTheOldestOn() {
        List<Reservation> all = List.of(unknown("1"), unknown("2"), unknown("3"));
        var first = reservations.list(owner, null, 2);
        assertThat(first.items()).containsExactlyElementsOf(all.subList(0, 2));
        assertThat(reservations.list(owner, UUID.fromString(String.valueOf(first.next())), 2)).satisfies(
                last -> assertThat(last.items()).containsExactly(all.getLast()),
                last -> assertThat(last.next()).isNull());
    }
}
