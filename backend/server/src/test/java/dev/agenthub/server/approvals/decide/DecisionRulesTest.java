package dev.agenthub.server.approvals.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Named;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which decisions are refused, with which code, and that nothing is recorded then. */
class DecisionRulesTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember approver = org.approver("Bea", "approvers");
    private UUID request = org.submit("refunds.create");

    @BeforeEach
    @AfterEach
    void resetClock() {
        TestBackend.get().clock().reset();
    }

    private void assertNothingWasRecorded() {
        RequestDetail detail = approver.detail(request);
        assertThat(detail.summary().state()).isEqualTo(RequestState.PENDING);
        assertThat(detail.votes()).isEmpty();
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested");
    }

    @Test
    void rejectsAnApprovalByTheAgentsOwner() {
        assertThat(org.owner().approve(request).code()).isEqualTo("SELF_APPROVAL");
        assertThat(org.owner().detail(request).eligibility()).isEqualTo(Eligibility.no(ErrorCode.SELF_APPROVAL));
        assertNothingWasRecorded();
    }

    @Test
    void rejectsAMemberOutsideTheRequiredGroups() {
        TestMember outsider = org.approver("Cem", "finance");

        assertThat(outsider.approve(request).code()).isEqualTo("NOT_ELIGIBLE");
        assertNothingWasRecorded();
    }

    @Test
    void countsOneMemberOnlyOnce() {
        approver.approve(request).as(RequestDetail.class);

        assertThat(approver.approve(request).code()).isEqualTo("ALREADY_DECIDED");
        assertThat(approver.deny(request).code()).isEqualTo("ALREADY_DECIDED");
        assertThat(approver.detail(request).summary().state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void takesTheVerySameDecisionAgainAsTheOneItHas() {
        byte[] statement = approver.statement(request, Decision.APPROVE).canonicalBytes();
        approver.decide(request, statement).as(RequestDetail.class);

        RequestDetail repeated = approver.decide(request, statement).as(RequestDetail.class);

        assertThat(repeated.votes()).hasSize(1);
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.decided");
    }

    @Test
    void rejectsAnUnknownDecisionWord() {
        assertThat(approver.decideAltered(request, text -> text.replace("\"approve\"", "\"aprove\"")).code())
                .isEqualTo("DECISION_MALFORMED");
        assertThat(approver.decideAltered(request, text -> text.replace("\"approve\"", "\"APPROVE\"")).code())
                .isEqualTo("DECISION_MALFORMED");
        assertNothingWasRecorded();
    }

    @Test
    void recordsWhatTheMembersClientShowedAsItWasSigned() {
        String display = "\"display\":{\"of\":3,\"seen\":2,\"sha256\":\"" + "ab".repeat(32)
                + "\",\"view\":\"exact/v1\"}";

        RequestDetail decided = approver.decideAltered(request, text -> text.replace("\"display\":null", display))
                .as(RequestDetail.class);

        assertThat(new String(decided.votes().getFirst().statementBytes(), StandardCharsets.UTF_8)).contains(display);
        assertThat(org.eventsAbout(request)).endsWith("approval.decided");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"display\":0,", "\"display\":{},",
            "\"display\":{\"of\":1,\"seen\":2,\"sha256\":\"HASH\",\"view\":\"exact/v1\"},",
            "\"display\":{\"of\":1,\"seen\":1,\"sha256\":\"HASH\",\"view\":\"\"},"})
    void rejectsAnAccountOfWhatWasShownThatHasNotItsShape(String display) {
        TestClient.Answer answer = approver.decideAltered(request,
                text -> text.replace("\"display\":null,", display.replace("HASH", "ab".repeat(32))));

        assertThat(answer.code()).isEqualTo("DECISION_MALFORMED");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsAnOverrideThatNoPolicyAllows() {
        assertThat(approver.decide(request, approver.statement(request, Decision.OVERRIDE)).code())
                .isEqualTo("DECISION_NOT_ALLOWED");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsAStatementWithAMemberTooMany() {
        assertThat(approver.decideAltered(request, text -> text.replace("\"v\":", "\"u\":1,\"v\":")).code())
                .isEqualTo("DECISION_MALFORMED");
        assertThat(approver.decideAltered(request, text -> " " + text).code()).isEqualTo("DECISION_MALFORMED");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsADecisionByAClientThatNeverFetchedTheBytes() {
        Hash hash = Hash.ofHex(approver.detail(request).summary().payloadHash());

        for (String challenge : List.of(Ids.base64Url(Ids.randomBytes(32)), "", "not base64!", "AAAA")) {
            DecisionStatement blind = approver.statement(request, Decision.APPROVE, challenge, hash);
            assertThat(approver.decide(request, blind).code()).as(challenge).isEqualTo("DECISION_WITHOUT_FETCH");
        }
        assertNothingWasRecorded();
    }

    @Test
    void keepsNoChallengeThatCouldBeReadOrFoundByComparing() {
        byte[] challenge = Base64.getUrlDecoder().decode(Objects.requireNonNull(approver.fetch(request).challenge()));

        List<String> kept = TestBackend.get().database().transactions().call(OrgContext.system(org.org()),
                handle -> handle.createQuery("select f::text from payload_fetch f where request_id = :request")
                        .bind("request", request).mapTo(String.class).list());

        assertThat(kept).singleElement().asString().doesNotContain(HexFormat.of().formatHex(challenge))
                .contains(Hash.sha256(challenge).hex());
    }

    @Test
    void rejectsTheChallengeOfAnotherMembersFetch() {
        TestMember other = org.approver("Cem", "approvers");
        TestClient.Answer fetched = other.fetch(request);

        DecisionStatement borrowed = approver.statement(request, Decision.APPROVE,
                Objects.requireNonNull(fetched.challenge()),
                PayloadHash.of(fetched.bytes()));

        assertThat(approver.decide(request, borrowed).code()).isEqualTo("DECISION_WITHOUT_FETCH");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsTheChallengeOfAnotherRequest() {
        TestClient.Answer fetched = approver.fetch(org.submit("refunds.create"));
        Hash hash = Hash.ofHex(approver.detail(request).summary().payloadHash());

        DecisionStatement moved = approver.statement(request, Decision.APPROVE,
                Objects.requireNonNull(fetched.challenge()), hash);

        assertThat(approver.decide(request, moved).code()).isEqualTo("DECISION_WITHOUT_FETCH");
        assertNothingWasRecorded();
    }

    @Test
    void takesAChallengeForOneDecisionOnly() {
        TestClient.Answer fetched = approver.fetch(request);
        String challenge = Objects.requireNonNull(fetched.challenge());
        Hash hash = PayloadHash.of(fetched.bytes());
        approver.decide(request, approver.statement(request, Decision.APPROVE, challenge, hash))
                .as(RequestDetail.class);

        DecisionStatement again = approver.statement(request, Decision.WITHDRAW, challenge, hash);

        assertThat(approver.decide(request, again).code()).isEqualTo("DECISION_WITHOUT_FETCH");
        assertThat(approver.detail(request).votes()).hasSize(1);
        assertThat(approver.detail(request).summary().approvals()).isEqualTo(1);
    }

    @Test
    void rejectsADecisionAboutOtherBytes() {
        String challenge = Objects.requireNonNull(approver.fetch(request).challenge());

        DecisionStatement other = approver.statement(request, Decision.APPROVE, challenge,
                PayloadHash.of(new byte[]{'{', '}'}));

        assertThat(approver.decide(request, other).code()).isEqualTo("DECISION_MISMATCH");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsADecisionMeantForAnotherRequestOrganizationMemberOrPolicy() {
        UUID other = org.submit("refunds.create");
        byte[] elsewhere = approver.statement(other, Decision.APPROVE).canonicalBytes();
        assertThat(approver.decide(request, elsewhere).code()).isEqualTo("DECISION_MISMATCH");

        String foreign = UUID.randomUUID().toString();
        assertThat(approver.decideAltered(request, text -> text.replace(org.org().toString(), foreign)).code())
                .isEqualTo("DECISION_MISMATCH");
        assertThat(approver.decideAltered(request, text -> text.replace(approver.id().toString(), foreign)).code())
                .isEqualTo("DECISION_MISMATCH");
        String digest = approver.detail(request).policy().digest();
        assertThat(approver.decideAltered(request, text -> text.replace(digest, "0".repeat(64))).code())
                .isEqualTo("DECISION_MISMATCH");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsADecisionThatAnotherMembersKeySigned() {
        TestMember other = org.approver("Cem", "approvers");
        byte[] statement = approver.statement(request, Decision.APPROVE).canonicalBytes();

        TestClient.Answer answer = approver.send(request, statement,
                other.sign(DecisionStatement.preAuthenticationEncoding(statement)));

        assertThat(answer.code()).isEqualTo("DECISION_SIGNATURE_INVALID");
        assertThat(approver.decideAltered(request, text -> text.replace(approver.key(), other.key())).code())
                .isEqualTo("KEY_NOT_ENROLLED");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsASignatureOverTheBareStatement() {
        byte[] statement = approver.statement(request, Decision.APPROVE).canonicalBytes();

        assertThat(approver.send(request, statement, approver.sign(statement)).code())
                .isEqualTo("DECISION_SIGNATURE_INVALID");
        assertNothingWasRecorded();
    }

    @Test
    void rejectsAStatementOfAnotherTime() {
        byte[] early = approver.statement(request, Decision.APPROVE).canonicalBytes();
        TestBackend.get().clock().advance(Duration.ofMinutes(10));

        assertThat(approver.decide(request, early).code()).isEqualTo("DECISION_MISMATCH");
        assertNothingWasRecorded();
    }

    @Test
    void endsARequestThatNobodyApprovedInTime() {
        TestBackend.get().clock().advance(Duration.ofMinutes(61));

        assertThat(approver.approve(request).code()).isEqualTo("REQUEST_EXPIRED");

        assertThat(org.status(request).state()).isEqualTo(RequestState.EXPIRED);
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.expired");
    }

    @Test
    void doesNotKnowTheRequestsOfAnotherOrganization() {
        TestMember stranger = new TestOrganization().approver("Eve", "approvers");

        assertThat(stranger.client().get("/v1/requests/" + request).code()).isEqualTo("NOT_FOUND");
        assertThat(stranger.fetch(request).code()).isEqualTo("NOT_FOUND");
        byte[] statement = approver.statement(request, Decision.APPROVE).canonicalBytes();
        assertThat(stranger.decide(request, statement).code()).isEqualTo("NOT_FOUND");
        assertThat(stranger.client().get("/v1/requests?state=all").body()).doesNotContain(request.toString());
        assertNothingWasRecorded();
    }

    @Test
    void countsNobodyOfAGroupOfTheSameNameElsewhere() {
        TestOrganization elsewhere = new TestOrganization();
        TestMember stranger = elsewhere.approver("Eve", "approvers");
        approver.approve(request).as(RequestDetail.class);
        DecisionStatement own = approver.statement(request, Decision.APPROVE);
        DecisionStatement strangers = new DecisionStatement(own.challenge(), own.decidedAt(), Decision.APPROVE,
                null, stranger.key(), stranger.id(), org.org(), own.payloadHash(), own.policyDigest(), "", request);

        assertThat(stranger.decide(request, strangers).code()).isEqualTo("NOT_FOUND");
        byte[] statement = strangers.canonicalBytes();
        byte[] signature = stranger.sign(DecisionStatement.preAuthenticationEncoding(statement));
        assertThat(approver.send(request, statement, signature).code()).isEqualTo("DECISION_MISMATCH");
        // Nor does the database take the row from a server that would.
        assertThatThrownBy(() -> TestBackend.get().database().transactions().run(OrgContext.system(org.org()),
                handle -> DecisionRows.insert(handle, strangers, statement, signature, own.decidedAt())))
                .hasMessageContaining("decision_org_id_member_id_fkey");
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);

        elsewhere.owner().client().post("/v1/groups", new Named("legal")).as(Named.class);
        assertThat(org.publish("""
                {"rules":[{"outcome":"require","required":[{"count":1,"group":"legal"}]}]}
                """).code()).isEqualTo("POLICY_INVALID");
    }

    @Test
    void doesNotCountAVoterWhoWasRemovedBeforeTheSecondVote() {
        TestMember other = org.approver("Cem", "approvers");
        approver.approve(request).as(RequestDetail.class);
        org.update("update member set active = false where org_id = :org and id = :id", approver.id());

        RequestDetail detail = other.approve(request).as(RequestDetail.class);

        assertThat(detail.summary().state()).isEqualTo(RequestState.PENDING);
        assertThat(detail.summary().approvals()).isEqualTo(1);
    }

    @Test
    void endsAsOneThingWhenApprovedAndDeniedAtTheSameMoment() throws Exception {
        request = org.submit("tickets.create");
        TestMember other = org.approver("Cem", "approvers");
        byte[] yes = approver.statement(request, Decision.APPROVE).canonicalBytes();
        byte[] no = other.statement(request, Decision.DENY).canonicalBytes();

        List<Callable<TestClient.Answer>> both = List.of(() -> approver.decide(request, yes),
                () -> other.decide(request, no));
        List<TestClient.Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(both).stream().map(Future::resultNow).toList();
        }

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 200).singleElement()
                .satisfies(answer -> assertThat(answer.code()).isEqualTo("REQUEST_NOT_PENDING"));
        assertThat(approver.detail(request).votes()).hasSize(1);
    }
}
