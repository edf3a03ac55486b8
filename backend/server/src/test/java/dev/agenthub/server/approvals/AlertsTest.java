package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.Budget;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.OverrideAlert;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.approvals.requests.RequestChanges;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.events.EventStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests alerts of overrides for owners and administrators. */
class AlertsTest {

    private static final String REASON = "The customer leaves today.";
    private static final String POLICY = """
            {"rules":[{"outcome":"require","required":[{"count":2,"group":"approvers"}]}],"override":{"group":"finance"}}
            """;

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestMember cem = member("Cem", List.of(Role.APPROVER, Role.ADMIN), "approvers", "finance");
    private final TestMember dan = member("Dan", List.of(Role.ADMIN));

    private record AlertPage(List<Alert> items, @Nullable String next) {}

    @BeforeEach
    void letFinanceOverride() {
        assertThat(org
                .publish(POLICY)
                .status()).isEqualTo(201);
    }

    private TestMember member(String name, List<Role> roles, String... groups) {
        Invitation invitation = org.owner().client()
                .post("/v1/members/invitations", new InviteRequest(name, roles, List.of(groups)))
                .as(Invitation.class);
        return TestMember.enrol(backend.uri(), invitation.code(), name);
    }

    private UUID override() {
        UUID request = org.submit("refunds.create");
        cem.decideAfterSigningInAgain(request, cem.statement(request, Decision.OVERRIDE, REASON))
                .as(RequestDetail.class);
        return request;
    }

    private static List<Alert> alerts(TestMember member, String query) {
        return member.client().get("/v1/alerts" + query).as(AlertPage.class).items();
    }

    private static TestClient.Answer acknowledge(TestMember member, UUID alert) {
        return member.client().postRaw("/v1/alerts/" + alert + "/acknowledgement", "");
    }

    private static OverrideAlert about(Alert alert) {
        return Objects.requireNonNull(alert.override());
    }

    private List<AuditEvent> acknowledged() {
        return org.events().stream().filter(event -> event.type().equals("alert.acknowledged")).toList();
    }

    private double unacknowledged() {
        String line = new TestClient(backend.uri(), null).get("/metrics").body().lines()
                .filter(text -> text.startsWith("agenthub_overrides_unacknowledged ")).findFirst().orElseThrow();
        return Double.parseDouble(line.substring(line.indexOf(' ')));
    }

    @Test
    void tellsEveryOwnerAndAdminWhoOverrodeWhatAndWhy() {
        UUID request = override();
        org.awaitState(request, RequestState.EXECUTED);

        for (TestMember admin : List.of(org.owner(), cem, dan)) {
            assertThat(alerts(admin, "?state=open")).singleElement().satisfies(alert -> {
                assertThat(alert.override()).isEqualTo(new OverrideAlert(request, "refunds.create for cus_9fK",
                        RequestState.EXECUTED, org.agentId(), "Support agent", cem.id(), "Cem", REASON));
                assertThat(alert.acknowledgedAt()).isNull();
                assertThat(alert.acknowledgements()).isEmpty();
            });
        }
    }

    @Test
    void anAdminAcknowledgesForThemselvesOnly() {
        org.awaitState(override(), RequestState.EXECUTED);
        UUID alert = alerts(dan, "").getFirst().alert();

        Alert seen = acknowledge(dan, alert).as(Alert.class);

        assertThat(seen.acknowledgedAt()).isNotNull();
        assertThat(seen.acknowledgements()).extracting(Acknowledgement::memberName).containsExactly("Dan");
        assertThat(alerts(dan, "?state=open")).isEmpty();
        assertThat(alerts(dan, "?state=acknowledged")).containsExactly(seen);
        assertThat(alerts(dan, "")).containsExactly(seen);
        assertThat(alerts(org.owner(), "?state=open")).singleElement().satisfies(open -> {
            assertThat(open.acknowledgedAt()).isNull();
            assertThat(open.acknowledgements()).isEqualTo(seen.acknowledgements());
        });
        assertThat(alerts(org.owner(), "?state=acknowledged")).isEmpty();
    }

    @Test
    void recordsOneAcknowledgementHoweverOftenItIsGiven() {
        UUID request = override();
        UUID alert = alerts(dan, "").getFirst().alert();
        Alert first = acknowledge(dan, alert).as(Alert.class);

        assertThat(acknowledge(dan, alert).as(Alert.class).acknowledgedAt()).isEqualTo(first.acknowledgedAt());

        assertThat(acknowledged()).singleElement().satisfies(event -> {
            assertThat(event.actor().id()).isEqualTo(dan.id().toString());
            assertThat(event.subject().id()).isEqualTo(request.toString());
            assertThat(event.data().string("alert")).isEqualTo(alert.toString());
            assertThat(event.data().string("request")).isEqualTo(request.toString());
        });
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void whoOverrodeAcknowledgesForNobodyElse() {
        double before = unacknowledged();
        override();
        UUID alert = alerts(cem, "").getFirst().alert();
        assertThat(unacknowledged()).isEqualTo(before + 1);

        acknowledge(cem, alert).as(Alert.class);

        assertThat(unacknowledged()).isEqualTo(before + 1);
        assertThat(alerts(cem, "?state=open")).isEmpty();
        assertThat(alerts(dan, "?state=open")).hasSize(1);
        acknowledge(dan, alert).as(Alert.class);
        assertThat(unacknowledged()).isEqualTo(before);
    }

    @Test
    void showsNothingToApproversAndOtherOrganizations() {
        override();
        UUID alert = alerts(dan, "").getFirst().alert();
        TestMember stranger = new TestOrganization().owner();

        assertThat(bea.client().get("/v1/alerts").code()).isEqualTo("FORBIDDEN");
        assertThat(acknowledge(bea, alert).code()).isEqualTo("FORBIDDEN");
        assertThat(alerts(stranger, "")).isEmpty();
        assertThat(acknowledge(stranger, alert).code()).isEqualTo("NOT_FOUND");
        assertThat(acknowledge(dan, Ids.next()).code()).isEqualTo("NOT_FOUND");
        assertThat(acknowledged()).isEmpty();
    }

    @Test
    void refusesAFormerAdmin() {
        override();
        UUID alert = alerts(dan, "").getFirst().alert();
        org.owner().client()
                .post("/v1/members/" + dan.id(), new MemberChange(List.of(Role.APPROVER), List.of(), true))
                .as(Member.class);

        assertThat(dan.client().get("/v1/alerts").status()).isIn(401, 403);
        assertThat(acknowledge(dan, alert).status()).isIn(401, 403);
        TestClient again = dan.signedInAt(backend.uri());
        assertThat(again.get("/v1/alerts").code()).isEqualTo("FORBIDDEN");
        assertThat(again.postRaw("/v1/alerts/" + alert + "/acknowledgement", "").code()).isEqualTo("FORBIDDEN");
        assertThat(acknowledged()).isEmpty();
    }

    @Test
    void isNoAlertWhereNobodyOverrode() {
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);
        UUID decision = backend.database().transactions().call(OrgContext.system(org.org()),
                handle -> handle.createQuery("select id from decision where org_id = :org").bind("org", org.org())
                        .mapTo(UUID.class).one());

        assertThat(alerts(dan, "")).isEmpty();
        assertThat(acknowledge(dan, decision).code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void keepsTheAlertOfAnOverrideThatWasTakenBack() {
        UUID request;
        try (var _ = backend.holdRuns()) {
            request = override();
            cem.withdraw(request).as(RequestDetail.class);
        }

        assertThat(alerts(dan, "?state=open")).singleElement()
                .satisfies(alert -> assertThat(about(alert).state()).isEqualTo(RequestState.PENDING));
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void pagesFromTheNewestToTheOldest() {
        List<UUID> requests = List.of(override(), override(), override());
        List<UUID> read = new ArrayList<>();
        String cursor = "";
        do {
            AlertPage page = dan.client().get("/v1/alerts?state=open&limit=2" + cursor).as(AlertPage.class);
            page.items().forEach(alert -> read.add(about(alert).request()));
            cursor = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!cursor.isEmpty());

        assertThat(read).containsExactlyElementsOf(requests.reversed());
        assertThat(dan.client().get("/v1/alerts?state=unread").code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(dan.client().get("/v1/alerts?cursor=x").code()).isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void pagesOverridesAndSpendingCapsTogether() {
        override();
        UUID budget = org.owner().client().putRaw("/v1/budgets", """
                {"workspace":"Customer care","period":"day","currency":"EUR","cap":"10"}
                """).as(Budget.class).budget();
        UUID cap = Ids.next();
        backend.database().transactions().run(OrgContext.system(org.org()), handle -> handle.createUpdate("""
                insert into hub.cap_alert (org_id, id, budget_id, workspace_id, starts_on, percent, used, cap, told_at)
                select org_id, :id, id, workspace_id, '2026-11-28', 80, 8, cap, now() from hub.budget
                 where org_id = :org and id = :budget
                """).bind("org", org.org()).bind("id", cap).bind("budget", budget).execute());
        override();

        AlertPage newest = dan.client().get("/v1/alerts?limit=2").as(AlertPage.class);
        AlertPage oldest = dan.client().get("/v1/alerts?limit=2&cursor=" + newest.next()).as(AlertPage.class);

        assertThat(newest.items()).extracting(alert -> alert.override() != null).containsExactly(true, false);
        assertThat(oldest.items()).extracting(alert -> alert.override() != null).containsExactly(true);
        assertThat(oldest.next()).isNull();
        assertThat(dan.client().get("/v1/alerts?limit=3").as(AlertPage.class).next()).as("all of them").isNull();
        assertThat(acknowledge(bea, cap).code()).isEqualTo("FORBIDDEN");
        assertThat(acknowledge(dan, cap).as(Alert.class).acknowledgements())
                .extracting(Acknowledgement::memberName).containsExactly("Dan");
        assertThat(alerts(dan, "?state=open")).hasSize(2).allSatisfy(alert -> assertThat(alert.cap()).isNull());
        assertThat(alerts(org.owner(), "?state=open")).hasSize(3);
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void tellsListenersOfAcknowledgements() {
        UUID request = override();
        org.awaitState(request, RequestState.EXECUTED);
        UUID alert = alerts(dan, "").getFirst().alert();
        List<ServerEvent> heard = new CopyOnWriteArrayList<>();
        try (EventStream.Subscription _ = backend.events().subscribe(org.org(), event -> heard.add(event.event()))) {
            acknowledge(dan, alert).as(Alert.class);
            await().untilAsserted(
                    () -> assertThat(heard).contains(ServerEvent.acknowledged(request, RequestState.EXECUTED)));
        }
    }

    @Test
    void tellsListenersOfOtherProcessesOfOverridesAndAcknowledgements() {
        UUID request = override();
        org.awaitState(request, RequestState.EXECUTED);
        acknowledge(dan, alerts(dan, "").getFirst().alert()).as(Alert.class);

        List<AuditEvent> log = org.events();
        List<ServerEvent> news = backend.database().transactions().call(OrgContext.system(org.org()),
                handle -> RequestChanges.of(handle, org.org(), log));

        assertThat(news).contains(ServerEvent.overridden(request, RequestState.EXECUTED),
                ServerEvent.acknowledged(request, RequestState.EXECUTED));
    }
}
