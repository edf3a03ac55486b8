package dev.agenthub.server.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.alerts.Alerts;
import dev.agenthub.server.approvals.decide.OverrideAlerts;
import dev.agenthub.server.audit.AlertNews;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.StoredMember;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests alerts of spending caps. */
class CapAlertsTest extends Spending {
    private final List<ServerEvent> heard = new CopyOnWriteArrayList<>();
    private Alerts alerts;
    private EventStream.Subscription listening;

    @BeforeEach
    void listen() {
        alerts = new Alerts(new OverrideAlerts(world.database, world.audit, world.events, Clock.systemUTC()),
                new CapAlerts(world.database.transactions(), world.audit, clock));
        listening = world.events.subscribe(world.org, event -> heard.add(event.event()));
    }

    @Override
    void stop() {
        listening.close();
        super.stop();
    }

    private List<Alert> open(MemberCaller who) {
        return alerts.list(who, AlertFilter.OPEN, null, 100).items();
    }

    private MemberCaller owner(@Nullable List<UUID> workspaces) {
        return new MemberCaller(world.org, Ids.next(), "key", new StoredMember(owner.member(), "Ada Moreau", true,
                List.of(Role.OWNER), List.of(), workspaces));
    }

    private static CapAlert cap(Alert alert) {
        return Objects.requireNonNull(alert.cap());
    }

    @Test
    void tellsWhichBudgetIsUsedUpToWhereAndUntilWhen() {
        UUID all = cap(BudgetPeriod.MONTH, "10").budget();
        UUID one = budgets.set(owner, new NewBudget(WORKSPACE, connector, BudgetPeriod.DAY, "EUR", "8")).budget();
        assertThat(spend("7.99")).isEqualTo(RequestState.EXECUTED);

        Alert near = open(owner).getFirst();
        UUID workspace = cap(near).workspace();
        String name = cap(near).connectorName();
        assertThat(name).isNotBlank();
        assertThat(open(owner)).extracting(CapAlertsTest::cap).containsExactly(new CapAlert(one, workspace, WORKSPACE,
                connector, name, BudgetPeriod.DAY, BudgetPeriod.DAY.start(clock.instant()), 80, "EUR", "7.99", "8.00"));
        assertThat(near.override()).isNull();
        assertThat(near.acknowledgedAt()).isNull();

        assertThat(spend("0.02")).isEqualTo(RequestState.FAILED);
        budgets.remove(owner, one);
        assertThat(spend("0.01")).isEqualTo(RequestState.EXECUTED);
        assertThat(open(owner)).extracting(CapAlertsTest::cap)
                .extracting(alert -> alert.budget() + " " + alert.percent() + " " + alert.connectorName() + " "
                        + alert.used() + " of " + alert.cap())
                .containsExactly(all + " 80 null 8.00 of 10.00", one + " 100 " + name + " 7.99 of 8.00",
                        one + " 80 " + name + " 7.99 of 8.00");
        assertThat(heard).filteredOn(ServerEvent.capReached()::equals).hasSize(3);
    }

    @Test
    void isAcknowledgedByEachAdminForThemselvesOnce() {
        cap(BudgetPeriod.DAY, "10");
        spend("10");
        UUID alert = open(owner).getFirst().alert();

        Alert seen = alerts.acknowledge(owner, alert);
        assertThat(seen.acknowledgedAt()).isNotNull();
        assertThat(seen.acknowledgements()).extracting(Acknowledgement::memberName).containsExactly("Ada Moreau");
        assertThat(alerts.acknowledge(owner, alert)).isEqualTo(seen);

        assertThat(open(owner)).isEmpty();
        assertThat(alerts.list(owner, AlertFilter.ACKNOWLEDGED, null, 9).items()).containsExactly(seen);
        assertThat(alerts.list(owner, AlertFilter.ALL, null, 9).items()).containsExactly(seen);
        MemberCaller other = new MemberCaller(world.org, Ids.next(), "key",
                new StoredMember(Ids.next(), "Gil", true, List.of(Role.ADMIN), List.of()));
        assertThat(open(other)).singleElement().satisfies(
                left -> assertThat(left.acknowledgedAt()).isNull(),
                left -> assertThat(left.acknowledgements()).isEqualTo(seen.acknowledgements()));
        assertThat(events(EventType.BILLING_ALERT_ACKNOWLEDGED)).singleElement().satisfies(event -> {
            assertThat(event.actor().id()).isEqualTo(owner.member().toString());
            assertThat(Stream.of("alert", "amount", "cap", "currency").map(event.data()::string))
                    .containsExactly(alert.toString(), "10.00", "10.00", "EUR");
        });
        await().untilAsserted(() -> assertThat(heard).contains(ServerEvent.capReached(), ServerEvent.acknowledged()));
    }

    @Test
    void isToldToTheListenersOfOtherProcesses() {
        assertThat(AlertNews.of(Stream.of(EventType.BILLING_SPENT, EventType.BILLING_CAP_REACHED,
                EventType.BILLING_CAP_REACHED, EventType.BILLING_ALERT_ACKNOWLEDGED)))
                .containsExactly(ServerEvent.capReached(), ServerEvent.acknowledged());
    }

    @Test
    void isShownToNobodyWhoDoesNotSeeTheWorkspace() {
        cap(BudgetPeriod.DAY, "10");
        spend("9");
        Alert alert = open(owner).getFirst();
        MemberCaller elsewhere = owner(List.of(Ids.next()));
        MemberCaller stranger = new MemberCaller(TestDatabase.organization(), Ids.next(), "key", owner.person());
        assertThat(open(elsewhere)).isEmpty();
        assertThat(open(stranger)).isEmpty();
        assertThatThrownBy(() -> alerts.acknowledge(elsewhere, alert.alert())).isInstanceOfSatisfying(
                RefusedException.class, e -> assertThat(e.error()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(open(owner)).containsExactly(alert);

        assertThat(alerts.acknowledge(owner(List.of(cap(alert).workspace())), alert.alert()).acknowledgedAt())
                .isNotNull();
    }

    @Test
    void isPagedFromTheNewestOn() {
        cap(BudgetPeriod.DAY, "10");
        cap(BudgetPeriod.MONTH, "20");
        spend("9");
        spend("1");
        spend("0.5");
        cap(BudgetPeriod.MONTH, "12");
        List<Alert> all = open(owner);
        assertThat(all).hasSize(3);
        Page<Alert> first = alerts.list(owner, AlertFilter.OPEN, null, 2);
        assertThat(first.items()).containsExactlyElementsOf(all.subList(0, 2));
        Page<Alert> last = alerts.list(owner, AlertFilter.OPEN, UUID.fromString(String.valueOf(first.next())), 2);
        assertThat(last.items()).containsExactly(all.getLast());
        assertThat(last.next()).isNull();
    }
}
