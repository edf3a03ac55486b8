package dev.agenthub.server.approvals.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.DatabaseLocks;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.policies.Policies;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests withdrawals, overrides, holds, and the policy's terms for an approval. */
class DecisionKindsTest {

    private static final String ONE = "\"outcome\":\"require\",\"required\":[{\"count\":1,\"group\":\"approvers\"}]";
    private static final String TWO = "\"outcome\":\"require\",\"required\":[{\"count\":2,\"group\":\"approvers\"}]";

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestMember cem = org.approver("Cem", "approvers", "finance");

    @AfterEach
    void resetClock() {
        backend.clock().reset();
    }

    private void publish(String rule, String more) {
        assertThat(org.publish("{\"rules\":[{" + rule + "}]" + more + "}").status()).isEqualTo(201);
    }

    private RequestState state(UUID request) {
        return org.status(request).state();
    }

    private void assertAuditorsAgree() {
        Report report = Auditor.replay(org);
        assertThat(report.findings()).isEmpty();
        assertThat(report.isVerified()).isTrue();
    }

    @Test
    void takesAnApprovalBackBeforeTheRunAndGivesItAgain() {
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);

        RequestDetail withdrawn = bea.withdraw(request).as(RequestDetail.class);

        assertThat(withdrawn.summary().approvals()).isZero();
        assertThat(withdrawn.votes()).hasSize(2);
        cem.approve(request).as(RequestDetail.class);
        assertThat(state(request)).isEqualTo(RequestState.PENDING);
        bea.approve(request).as(RequestDetail.class);
        await().untilAsserted(() -> assertThat(state(request)).isEqualTo(RequestState.EXECUTED));
        assertAuditorsAgree();
    }

    @Test
    void takesNothingBackThatWasNotSaidOrIsOver() {
        UUID request = org.submit("refunds.create");
        assertThat(bea.withdraw(request).code()).isEqualTo("DECISION_NOT_ALLOWED");
        bea.approve(request).as(RequestDetail.class);
        assertThat(bea.approve(request).code()).isEqualTo("ALREADY_DECIDED");
        cem.approve(request).as(RequestDetail.class);
        await().untilAsserted(() -> assertThat(state(request)).isEqualTo(RequestState.EXECUTED));

        assertThat(bea.withdraw(request).code()).isEqualTo("REQUEST_NOT_PENDING");
    }

    @Test
    void holdsWhatWasApprovedSoThatItCanBeTakenBack() {
        publish(ONE + ",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        RequestDetail held = bea.approve(request).as(RequestDetail.class);
        assertThat(held.terms()).satisfies(terms -> {
            assertThat(terms.holdSeconds()).isEqualTo(600);
            assertThat(terms.runsAfter()).isAfter(backend.clock().instant().plus(Duration.ofMinutes(9)));
        });

        assertThat(bea.withdraw(request).as(RequestDetail.class).summary().state()).isEqualTo(RequestState.PENDING);
        backend.clock().advance(Duration.ofMinutes(11));
        assertThat(state(request)).isEqualTo(RequestState.PENDING);
    }

    @Test
    void runsWhatWasHeldWhenTheHoldIsOver() {
        publish(ONE + ",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);
        assertThat(state(request)).isEqualTo(RequestState.APPROVED);

        backend.clock().advance(Duration.ofMinutes(11));
        backend.runWaiting();

        await().untilAsserted(() -> assertThat(state(request)).isEqualTo(RequestState.EXECUTED));
        assertAuditorsAgree();
    }

    @Test
    void runsWhatWasHeldAtTheMomentWhenTheHoldIsOver() {
        publish(ONE + ",\"holdFor\":\"PT1M\"", "");
        UUID request = org.submit("refunds.create");
        ApprovalTerms terms = Objects.requireNonNull(bea.approve(request).as(RequestDetail.class).terms());
        Instant until = Objects.requireNonNull(terms.runsAfter());

        // As the last look before the end of the hold does; none comes behind it here.
        backend.clock().advance(Duration.ofSeconds(57));
        backend.runWaiting();

        await().untilAsserted(() -> assertThat(state(request)).isEqualTo(RequestState.EXECUTED));
        Instant began = org.events().stream()
                .filter(event -> event.type().equals(EventType.RUN_STARTED)
                        && event.data().string("request").equals(request.toString()))
                .map(AuditEvent::time).findFirst().orElseThrow();
        assertThat(began).isBetween(until, until.plusSeconds(2));
    }

    @Test
    void holdsFromTheTimeThatTheLogTellsOfTheApproval() throws Exception {
        publish(ONE + ",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        JsonObject document = (JsonObject) JsonValue.parse("{\"rules\":[]}".getBytes(StandardCharsets.UTF_8));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RequestDetail> approved = backend.database().transactions().call(OrgContext.system(org.org()),
                    handle -> {
                        backend.audit().append(handle, org.org(), Policies.publish(handle, org.org(), "Another",
                                document, AuditLog.system(), null).event());
                        Future<RequestDetail> waits = threads
                                .submit(() -> bea.approve(request).as(RequestDetail.class));
                        await().until(DatabaseLocks::somebodyWaits);
                        backend.clock().advance(Duration.ofMinutes(1));
                        return waits;
                    });
            approved.get();
        }

        Instant told = org.events().stream().filter(event -> event.type().equals(EventType.APPROVAL_DECIDED))
                .map(AuditEvent::time).findFirst().orElseThrow();
        ApprovalTerms terms = Objects.requireNonNull(bea.detail(request).terms());
        assertThat(terms.runsAfter()).isAfterOrEqualTo(told.plus(Duration.ofMinutes(10)));
    }

    @Test
    void refusesARowThatCallsAHoldOverWhichBeganWithTheVoteJustNow() {
        publish(ONE + ",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);
        org.update("update approval_request set run_after = created_at where org_id = :org and id = :id", request);

        backend.runWaiting();

        await().untilAsserted(() -> assertThat(org.status(request).refusal()).isEqualTo("RUN_HELD"));
        assertThat(backend.providerWasCalledFor(request)).isFalse();
    }

    @Test
    void letsSomebodyElseDenyWhatIsHeld() {
        publish(ONE + ",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        bea.approve(request).as(RequestDetail.class);

        cem.deny(request).as(RequestDetail.class);

        assertThat(state(request)).isEqualTo(RequestState.DENIED);
    }

    @Test
    void holdsWhatIsAllowedAsWell() {
        publish("\"outcome\":\"allow\",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        assertThat(state(request)).isEqualTo(RequestState.APPROVED);

        backend.clock().advance(Duration.ofMinutes(11));
        backend.runWaiting();

        await().untilAsserted(() -> assertThat(state(request)).isEqualTo(RequestState.EXECUTED));
    }

    @Test
    void asksForAReasonWhereThePolicyDoes() {
        publish(ONE + ",\"reasonRequired\":true", "");
        UUID request = org.submit("refunds.create");

        assertThat(bea.approve(request).code()).isEqualTo("REASON_REQUIRED");
        assertThat(bea.decide(request, bea.statement(request, Decision.APPROVE, " ")).code())
                .isEqualTo("REASON_REQUIRED");
        bea.decide(request, bea.statement(request, Decision.APPROVE, "She sent a photo.")).as(RequestDetail.class);
    }

    @Test
    void asksToSignInAgainWhereThePolicyDoes() {
        publish(ONE + ",\"stepUp\":true", "");
        UUID request = org.submit("refunds.create");
        backend.clock().advance(Duration.ofMinutes(3));

        assertThat(bea.approve(request).code()).isEqualTo("STEP_UP_REQUIRED");
        bea.decideAfterSigningInAgain(request, bea.statement(request, Decision.APPROVE)).as(RequestDetail.class);
    }

    @Test
    void asksNeitherToDeny() {
        publish(ONE + ",\"stepUp\":true,\"reasonRequired\":true", "");
        UUID request = org.submit("refunds.create");
        backend.clock().advance(Duration.ofMinutes(3));

        bea.deny(request).as(RequestDetail.class);

        assertThat(state(request)).isEqualTo(RequestState.DENIED);
    }

    @Test
    void letsNobodyVoteWhomThePolicyExcludes() {
        publish(ONE + ",\"mayNotVote\":{\"groups\":[\"finance\"]}", "");
        UUID request = org.submit("refunds.create");
        assertThat(cem.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertThat(cem.detail(request).eligibility().eligible()).isFalse();
        publish(ONE + ",\"mayNotVote\":{\"members\":[\"" + bea.id() + "\"]}", "");
        UUID other = org.submit("refunds.create");
        assertThat(bea.approve(other).code()).isEqualTo("NOT_ELIGIBLE");
        cem.approve(other).as(RequestDetail.class);
    }

    @Test
    void overridesOnlyWhereThePolicyNamesTheGroup() {
        UUID request = org.submit("refunds.create");
        DecisionStatement override = cem.statement(request, Decision.OVERRIDE, "The shop is down.");
        assertThat(cem.decide(request, override).code()).isEqualTo("DECISION_NOT_ALLOWED");

        publish(TWO, ",\"override\":{\"group\":\"finance\"}");
        UUID other = org.submit("refunds.create");
        assertThat(bea.decide(other, bea.statement(other, Decision.OVERRIDE, "Because.")).code())
                .isEqualTo("NOT_ELIGIBLE");
        assertThat(cem.decide(other, cem.statement(other, Decision.OVERRIDE)).code()).isEqualTo("REASON_REQUIRED");
        TestMember owner = org.owner();
        assertThat(owner.decide(other, owner.statement(other, Decision.OVERRIDE, "Because.")).code())
                .isEqualTo("SELF_APPROVAL");
        assertThat(state(other)).isEqualTo(RequestState.PENDING);
    }

    /** Whoever changes the agent waits for the log with the agent's row locked: a decision that holds the log may not wait for it. */
    @Test
    void waitsForNoChangeOfTheAgentOnceItHoldsTheLog() {
        publish(ONE + ",\"holdFor\":\"PT10M\"", "");
        UUID request = org.submit("refunds.create");
        backend.database().transactions().run(OrgContext.system(org.org()), handle -> {
            handle.createQuery("select id from agent where org_id = :org and id = :id for update")
                    .bind("org", org.org()).bind("id", org.agentId()).mapTo(UUID.class).one();
            assertThat(CompletableFuture.supplyAsync(() -> bea.approve(request))).succeedsWithin(30, TimeUnit.SECONDS)
                    .satisfies(answer -> assertThat(answer.status()).isEqualTo(200));
        });
        assertThat(state(request)).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void overridesWithAReasonAndAFreshSignInAndTellsEverybody() {
        publish(TWO + ",\"holdFor\":\"PT10M\"", ",\"override\":{\"group\":\"finance\"}");
        UUID request = org.submit("refunds.create");
        backend.clock().advance(Duration.ofMinutes(3));
        DecisionStatement override = cem.statement(request, Decision.OVERRIDE, "The shop is down.");
        assertThat(cem.decide(request, override).code()).isEqualTo("STEP_UP_REQUIRED");
        List<ServerEvent> heard = new CopyOnWriteArrayList<>();
        try (EventStream.Subscription _ = backend.events().subscribe(org.org(), event -> heard.add(event.event()))) {
            cem.decideAfterSigningInAgain(request, override).as(RequestDetail.class);
            await().untilAsserted(() -> assertThat(state(request)).isEqualTo(RequestState.EXECUTED));
        }

        assertThat(heard).extracting(ServerEvent::name).contains(ServerEvent.OVERRIDE_USED);
        assertThat(org.eventsAbout(request)).contains("override.used").doesNotContain("approval.decided");
        Report report = Auditor.replay(org);
        assertThat(report.findings()).isEmpty();
        assertThat(report.controls()).satisfies(controls -> assertThat(controls.overrides()).isEqualTo(1));
    }

    @Test
    void countsAnOverrideOnlyWhileItsMemberIsStillInTheGroup() {
        publish(ONE, ",\"override\":{\"group\":\"finance\"}");
        UUID request = org.submit("refunds.create");
        try (var _ = backend.holdRuns()) {
            cem.decide(request, cem.statement(request, Decision.OVERRIDE, "The shop is down."))
                    .as(RequestDetail.class);
            org.update("delete from approval_group_member where org_id = :org and member_id = :id "
                    + "and group_name = 'finance'", cem.id());
        }

        await().untilAsserted(() -> assertThat(org.status(request).refusal()).isEqualTo("RUN_QUORUM_NOT_MET"));
    }

    @Test
    void refusesToRunWhenTheApproverLeftTheGroupAfterVoting() {
        publish(ONE, "");
        UUID request = org.submit("refunds.create");
        try (var _ = backend.holdRuns()) {
            bea.approve(request).as(RequestDetail.class);
            org.update("delete from approval_group_member where org_id = :org and member_id = :id", bea.id());
        }

        await().untilAsserted(() -> assertThat(org.status(request).refusal()).isEqualTo("RUN_QUORUM_NOT_MET"));
    }
}
