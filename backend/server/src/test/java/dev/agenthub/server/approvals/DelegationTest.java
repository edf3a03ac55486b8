package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.approvals.run.ClaimRace;
import dev.agenthub.server.common.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests delegations in the server and in the database. Fay is in the group finance; Bea and Carl are not. */
class DelegationTest {

    private static final String FINANCE = """
            {"rules":[{"outcome":"require","required":[{"count":%s,"group":"finance"}],"expiresIn":"PT1H"%s}]}
            """;

    private final TestOrganization org = new TestOrganization();
    private final TestMember fay = org.approver("Fay", "approvers", "finance");
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestMember carl = org.approver("Carl", "approvers");

    @BeforeEach
    void askFinance() {
        org.publish(FINANCE.formatted(1, "")).as(Object.class);
    }

    @AfterEach
    void resetClock() {
        TestBackend.get().clock().reset();
    }

    private static Instant now() {
        return TestBackend.get().clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    private DelegationStatement statement(TestMember from, TestMember to, Instant starts, Duration lasts) {
        return new DelegationStatement(to.id(), Ids.next(), starts.plus(lasts), from.key(), from.id(), org.org(),
                "On holiday", now(), starts);
    }

    private static TestClient.Answer send(TestMember from, DelegationStatement said) {
        byte[] statement = said.canonicalBytes();
        return from.client().post("/v1/delegations", SignedStatement.of(statement,
                from.sign(DelegationStatement.preAuthenticationEncoding(statement))));
    }

    private Delegation delegate(TestMember from, TestMember to) {
        return send(from, statement(from, to, now(), Duration.ofDays(7))).as(Delegation.class);
    }

    private record RequestPage(List<RequestSummary> items, @Nullable String next) {}

    private static List<UUID> mine(TestMember member) {
        return member.client().get("/v1/requests?mine=true").as(RequestPage.class).items().stream()
                .map(RequestSummary::request).toList();
    }

    private record DelegationPage(List<Delegation> items, @Nullable String next) {}

    @Test
    void letsTheDelegateDecideInTheGroupsOfTheMember() {
        UUID request = org.submit("tickets.create");
        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertThat(mine(bea)).isEmpty();

        Delegation made = delegate(fay, bea);

        assertThat(made.memberName()).isEqualTo("Fay");
        assertThat(bea.client().get("/v1/delegations").as(DelegationPage.class).items()).containsExactly(made);
        assertThat(mine(bea)).containsExactly(request);
        assertThat(bea.detail(request).eligibility().eligible()).isTrue();
        assertThat(carl.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        bea.approve(request).as(RequestDetail.class);
        org.awaitState(request, RequestState.EXECUTED);
        assertThat(org.eventsAbout(fay.id())).last().isEqualTo("delegation.created");
    }

    @Test
    void letsNothingBeginOnceTheDelegationIsOver() {
        UUID request = org.submit("tickets.create");
        DelegationStatement said = statement(fay, bea, now(), Duration.ofMinutes(20));
        send(fay, said).as(Delegation.class);
        TestBackend backend = TestBackend.get();
        try (var _ = backend.holdRuns()) {
            bea.approve(request).as(RequestDetail.class);
            Claim claim = backend.database().transactions().call(OrgContext.system(org.org()),
                    handle -> backend.claims().claim(handle, org.org(), request));

            assertThat(claim).isInstanceOfSatisfying(Claim.Granted.class,
                    granted -> assertThat(granted.until()).isEqualTo(said.endsAt()));
        }
    }

    @Test
    void countsTheTwoAsOne() {
        org.publish(FINANCE.formatted(2, "")).as(Object.class);
        UUID request = org.submit("tickets.create");
        delegate(fay, bea);

        fay.approve(request).as(RequestDetail.class);
        assertThat(mine(bea)).isEmpty();
        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");

        assertThat(fay.detail(request).summary().approvals()).isEqualTo(1);
        assertThat(org.metInDatabase(request)).isFalse();
    }

    @Test
    void countsTheTwoAsOneAlsoIfTheMemberComesBackLater() {
        org.publish(FINANCE.formatted(2, "")).as(Object.class);
        UUID request = org.submit("tickets.create");
        delegate(fay, bea);
        bea.approve(request).as(RequestDetail.class);

        RequestDetail after = fay.approve(request).as(RequestDetail.class);

        assertThat(after.summary().approvals()).isEqualTo(1);
        assertThat(after.summary().state()).isEqualTo(RequestState.PENDING);
        assertThat(org.metInDatabase(request)).isFalse();
    }

    @Test
    void neverDecidesForWhoMayNotDecideThemselves() {
        org.publish(FINANCE.formatted(1, ",\"mayNotVote\":{\"members\":[\"" + fay.id() + "\"]}")).as(Object.class);
        UUID request = org.submit("tickets.create");
        delegate(fay, bea);

        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertThat(mine(bea)).isEmpty();
    }

    @Test
    void neverDecidesForTheOwnerOfTheAgent() {
        UUID request = org.submit("tickets.create");
        delegate(org.owner(), bea);
        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
    }

    @Test
    void endsWithItsTimeAndWhenEitherOfTheTwoSaysSo() {
        UUID request = org.submit("tickets.create");
        Delegation made = delegate(fay, bea);

        assertThat(carl.client().delete("/v1/delegations/" + made.id()).code()).isEqualTo("FORBIDDEN");
        assertThat(bea.client().delete("/v1/delegations/" + made.id()).status()).isEqualTo(204);
        assertThat(bea.client().delete("/v1/delegations/" + made.id()).status()).isEqualTo(204);

        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertThat(org.eventsAbout(fay.id())).last().isEqualTo("delegation.ended");
        send(fay, statement(fay, bea, now().plus(Duration.ofDays(1)), Duration.ofDays(1))).as(Delegation.class);
        assertThat(bea.approve(request).code()).as("one that has not begun").isEqualTo("NOT_ELIGIBLE");
    }

    @Test
    void countsNoApprovalOfTheDelegateOnceItEnded() {
        org.publish(FINANCE.formatted(1, ",\"holdFor\":\"PT30M\"")).as(Object.class);
        UUID request = org.submit("tickets.create");
        Delegation made = delegate(fay, bea);
        bea.approve(request).as(RequestDetail.class);
        assertThat(org.metInDatabase(request)).isTrue();

        fay.client().delete("/v1/delegations/" + made.id());

        assertThat(org.metInDatabase(request)).isFalse();
        assertThat(bea.detail(request).summary().approvals()).isZero();
    }

    /** State and tally say two things then: only a withdrawal reopens a request, and the tally is asked at the run. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesAtTheEndOfTheHoldWhatADelegateApprovedWhoseDelegationEndedMeanwhile(boolean early) {
        org.publish(FINANCE.formatted(1, ",\"holdFor\":\"PT30M\"")).as(Object.class);
        UUID request = org.submit("tickets.create");
        Delegation made = send(fay, statement(fay, bea, now(), Duration.ofMinutes(20))).as(Delegation.class);
        bea.approve(request).as(RequestDetail.class);

        if (early) {
            fay.client().delete("/v1/delegations/" + made.id());
        } else {
            TestBackend.get().clock().advance(Duration.ofMinutes(20));
        }
        assertThat(bea.detail(request).summary().state()).isEqualTo(RequestState.APPROVED);
        assertThat(bea.detail(request).summary().approvals()).isZero();
        assertThat(fay.approve(request).code()).isEqualTo("REQUEST_NOT_PENDING");

        TestBackend.get().clock().advance(Duration.ofMinutes(30));
        TestBackend.get().runWaiting();
        org.awaitState(request, RequestState.REFUSED);
        assertThat(bea.detail(request).refusal()).isEqualTo("RUN_QUORUM_NOT_MET");
    }

    @Test
    void takesNoDecisionOfTheDelegateWhileItEnds() throws Exception {
        UUID request = org.submit("tickets.create");
        Delegation made = delegate(fay, bea);
        DecisionStatement approval = bea.statement(request, Decision.APPROVE);
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<TestClient.Answer> answer = TestBackend.get().database().transactions()
                    .call(OrgContext.system(org.org()), handle -> {
                        handle.createUpdate("update delegation set ended_at = now() where org_id = :org and id = :id")
                                .bind("org", org.org()).bind("id", made.id()).execute();
                        Future<TestClient.Answer> begun = thread.submit(() -> bea.decide(request, approval));
                        await().until(() -> begun.isDone() || DatabaseLocks.somebodyWaits());
                        return begun;
                    });

            assertThat(answer.get().code()).isEqualTo("NOT_ELIGIBLE");
        }
    }

    @Test
    void runsNothingThatTheDelegateApprovedIfItEndsInThatMoment() throws Exception {
        UUID request = org.submit("tickets.create");
        Delegation made = delegate(fay, bea);
        try (var _ = TestBackend.get().holdRuns()) {
            bea.approve(request).as(RequestDetail.class);

            Claim claim = ClaimRace.claimWhile(org, request, handle -> handle
                    .createUpdate("update delegation set ended_at = now() where org_id = :org and id = :id")
                    .bind("org", org.org()).bind("id", made.id()).execute());

            assertThat(claim).isEqualTo(new Claim.Refused("RUN_QUORUM_NOT_MET"));
        }
    }

    @Test
    void believesNoRowThatTheMemberDidNotSign() {
        UUID request = org.submit("tickets.create");
        DelegationStatement said = statement(fay, bea, now(), Duration.ofDays(1));
        TestBackend.get().database().transactions().run(OrgContext.system(org.org()), handle -> handle.createUpdate(
                """
                        insert into delegation (org_id, id, member_id, delegate_id, key_id, starts_at, ends_at, reason, statement, signature, created_at)
                        values (:org, :id, :member, :delegate, :key, :starts, :ends, '', :statement, decode(repeat('00', 64), 'hex'), now())
                        """)
                .bind("org", org.org()).bind("id", said.delegation()).bind("member", said.member())
                .bind("delegate", said.delegate()).bind("key", said.key()).bind("starts", said.startsAt())
                .bind("ends", said.endsAt()).bind("statement", said.canonicalBytes()).execute());

        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
    }

    @Test
    void refusesTwoAtATimeAndWhatIsNotWellSaid() {
        DelegationStatement said = statement(fay, bea, now(), Duration.ofDays(7));
        Delegation made = send(fay, said).as(Delegation.class);
        assertThat(send(fay, said).as(Delegation.class)).isEqualTo(made);

        assertThat(send(fay, statement(fay, carl, now().plus(Duration.ofDays(1)), Duration.ofDays(1))).code())
                .isEqualTo("DELEGATION_OVERLAPS");
        assertThat(send(fay, statement(fay, carl, now().plus(Duration.ofDays(8)), Duration.ofDays(91))).code())
                .isEqualTo("DELEGATION_MALFORMED");
        assertThat(send(bea, statement(fay, carl, now().plus(Duration.ofDays(8)), Duration.ofDays(1))).code())
                .isEqualTo("DELEGATION_MALFORMED");
        assertThat(send(carl, statement(carl, bea, now().minus(Duration.ofDays(3)), Duration.ofDays(1))).code())
                .isEqualTo("DELEGATION_MALFORMED");
        assertThat(send(carl, statement(carl, org.owner(), now(), Duration.ofDays(1))).as(Delegation.class).delegate())
                .isEqualTo(org.owner().id());
        byte[] statement = statement(bea, carl, now(), Duration.ofDays(1)).canonicalBytes();
        assertThat(bea.client().post("/v1/delegations", SignedStatement.of(statement, bea.sign(statement))).code())
                .isEqualTo("DECISION_SIGNATURE_INVALID");
    }

    @Test
    void decidesOnlyForAndByMembersWhoApprove() {
        org.owner().client().post("/v1/members/" + carl.id(), new MemberChange(List.of(Role.AUDITOR), List.of(), true));

        assertThat(send(bea, statement(bea, carl, now(), Duration.ofDays(1))).code()).isEqualTo("NOT_ELIGIBLE");

        UUID request = org.submit("tickets.create");
        delegate(fay, bea);
        org.owner().client().post("/v1/members/" + fay.id(),
                new MemberChange(List.of(Role.AUDITOR), List.of("finance"), true));
        assertThat(bea.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
    }
}
