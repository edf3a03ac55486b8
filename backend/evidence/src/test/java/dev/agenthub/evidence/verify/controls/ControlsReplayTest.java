package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.required;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Display;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.verify.report.ApprovalsShown;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An intact chain is not enough: every run in it needed its approval. */
class ControlsReplayTest {

    private static final Request REFUND = new Request("refund");
    private static final Request OTHER = new Request("other");

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened();

    @Test
    void findsARunThatNobodyRequested() throws IOException {
        log.run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsARunThatNobodyApproved() throws IOException {
        log.request(REFUND, required(1)).run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsARunOfAnotherPayload() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND, OTHER.payloadHash());
        assertFinding(Codes.RUN_HASH_MISMATCH);
    }

    @Test
    void findsAnApprovalOfAnotherPayload() throws IOException {
        DecisionStatement aboutOther = new DecisionStatement("", log.now(), Decision.APPROVE, null, ADA.key(), ADA.id(),
                ExportFixtures.ORG, OTHER.payloadHash(), SampleLog.POLICY, "", REFUND.id());
        log.request(REFUND, required(1)).decide(ADA, aboutOther).run(REFUND);
        assertFinding(Codes.RUN_HASH_MISMATCH);
    }

    @Test
    void doesNotCountAnApprovalUnderAnotherPolicy() throws IOException {
        DecisionStatement other = new DecisionStatement("", log.now(), Decision.APPROVE, null, ADA.key(), ADA.id(),
                ExportFixtures.ORG, REFUND.payloadHash(), Hash.sha256(), "", REFUND.id());
        log.request(REFUND, required(1)).decide(ADA, other).run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsTooFewApprovals() throws IOException {
        log.request(REFUND, required(2)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsAPersonOnceHoweverOftenTheyApprove() throws IOException {
        log.request(REFUND, required(2)).approve(ADA, REFUND).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsAPersonOnceOverSeveralGroups() throws IOException {
        log.request(REFUND, required(1), new Quorum.Requirement(1, "finance")).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void seatsPeopleWhereTheyHelpMost() throws IOException {
        log.request(REFUND, required(1), new Quorum.Requirement(1, "finance")).approve(ADA, REFUND)
                .approve(BEN, REFUND).run(REFUND);
        assertThat(report().isVerified()).isTrue();
    }

    @Test
    void neverTakesAQuorumOfZeroAsMet() throws IOException {
        log.request(REFUND, required(0)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_POLICY_MISMATCH, Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsOnlyMembersOfTheGroup() throws IOException {
        log.request(REFUND, new Quorum.Requirement(1, "finance")).approve(BEN, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void findsAnApprovalByTheAgentsOwner() throws IOException {
        log.install(ADA.id()).request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void countsNobodyWhoDecidesInOtherWorkspacesAlone() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND)
                .limit(ADA, List.of(SampleLog.id("elsewhere").toString()), "approvers").run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsAnApprovalByWhoeverEditedTheRequest() throws IOException {
        log.edited(REFUND, List.of(ADA, BEN), required(1)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsAnApprovalByWhoeverEditedTheRequestLast() throws IOException {
        log.edited(REFUND, List.of(ADA, BEN), required(1)).approve(BEN, REFUND).run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsAnApprovalByWhoBecameTheOwnerMeanwhile() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).install(ADA.id()).run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsAnApprovalByWhoWasTheOwnerAtTheRequest() throws IOException {
        log.install(ADA.id()).request(REFUND, required(1)).install(SampleLog.OWNER).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsAnApprovalByTheRequester() throws IOException {
        Actor ada = new Actor(ADA.id().toString(), ActorKind.MEMBER, "Ada");
        log.request(ada, REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void findsOnePersonWithTwoAccountsAtOneKey() throws IOException {
        Person twin = ADA.as("twin");
        log.join(twin, "approvers").request(REFUND, required(2)).approve(ADA, REFUND).approve(twin, REFUND).run(REFUND);
        assertThat(codes()).containsExactly(Codes.KEY_NOT_ENROLLED, Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void findsARunAfterExpiry() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).at(SampleLog.START.plusSeconds(3600)).run(REFUND);
        assertFinding(Codes.RUN_EXPIRED);
    }

    @Test
    void findsARunOfARequestThatWasClosed() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).close(EventType.APPROVAL_EXPIRED, REFUND).run(REFUND);
        log.request(OTHER, required(1)).approve(ADA, OTHER).close(EventType.APPROVAL_CANCELLED, OTHER).run(OTHER);
        assertThat(codes()).containsExactly(Codes.RUN_EXPIRED, Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsASecondRunOfOneApproval() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND).run(REFUND);
        assertFinding(Codes.RUN_REPLAYED);
    }

    @Test
    void findsASecondRunEvenAfterAskingAgainInTheSameName() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
        log.request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_REPLAYED);
    }

    @Test
    void doesNotLetASecondRequestOfTheNameAskForLess() throws IOException {
        log.request(REFUND, required(2)).request(REFUND, required(1)).approve(ADA, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void findsARunThatSomebodyDenied() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND)
                .decide(BEN, log.statement(BEN, REFUND, Decision.DENY)).run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsARunAfterTheApprovalWasWithdrawn() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND)
                .decide(ADA, log.statement(ADA, REFUND, Decision.WITHDRAW)).run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsASignatureThatDoesNotVerify() throws IOException {
        byte[] signature = new byte[Ed25519Keys.SIGNATURE_LENGTH];
        log.request(REFUND, required(1)).decided(log.statement(ADA, REFUND, Decision.APPROVE), signature).run(REFUND);
        assertThat(codes()).containsExactly(Codes.DECISION_SIGNATURE_INVALID, Codes.RUN_WITHOUT_APPROVAL);
    }

    @Test
    void findsASignatureByAnotherMembersKey() throws IOException {
        DecisionStatement statement = log.statement(ADA, REFUND, Decision.APPROVE);
        byte[] byBen = Ed25519Keys.sign(BEN.seed(), statement.preAuthenticationEncoding());
        log.request(REFUND, required(1)).decided(statement, byBen);
        assertFinding(Codes.DECISION_SIGNATURE_INVALID);
    }

    @Test
    void findsASignatureOverTheBareStatement() throws IOException {
        DecisionStatement statement = log.statement(ADA, REFUND, Decision.APPROVE);
        log.request(REFUND, required(1)).decided(statement, Ed25519Keys.sign(ADA.seed(), statement.canonicalBytes()));
        assertFinding(Codes.DECISION_SIGNATURE_INVALID);
    }

    @Test
    void findsADecisionAboutAnotherRequest() throws IOException {
        DecisionStatement aboutOther = log.statement(ADA, OTHER, Decision.APPROVE);
        byte[] signature = Ed25519Keys.sign(ADA.seed(), aboutOther.preAuthenticationEncoding());
        log.request(REFUND, required(1)).request(OTHER, required(1));
        log.append(EventType.APPROVAL_DECIDED,
                SampleLog.data().put("request", REFUND.id().toString())
                        .put("statement", new String(aboutOther.canonicalBytes(), StandardCharsets.UTF_8))
                        .put("signature", Base64.getEncoder().encodeToString(signature)).build());
        assertFinding(Codes.DECISION_SIGNATURE_INVALID);
    }

    @Test
    void findsAnUnreadableStatement() throws IOException {
        log.append(EventType.APPROVAL_DECIDED, SampleLog.data().put("request", REFUND.id().toString())
                .put("statement", "{}").put("signature", "").build());
        assertFinding(Codes.DECISION_SIGNATURE_INVALID);
    }

    @Test
    void findsAKeyThatWasNeverEnrolledOrOnlyLater() throws IOException {
        Person eve = Person.of("eve");
        log.request(REFUND, required(1)).approve(eve, REFUND).join(eve, "approvers");
        assertFinding(Codes.KEY_NOT_ENROLLED);
    }

    @Test
    void findsAKeyThatWasRevokedEvenIfEnrolledAgain() throws IOException {
        log.revoke(ADA).enrol(ADA).request(REFUND, required(1)).approve(ADA, REFUND);
        assertFinding(Codes.KEY_REVOKED);
    }

    @Test
    void doesNotCountAVoterWhoLeftOrWhoseKeyWasRevokedBeforeTheRun() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).change(ADA, false, "approvers").run(REFUND);
        assertFinding(Codes.RUN_WITHOUT_APPROVAL);
        log.change(ADA, true, "approvers").request(OTHER, required(1)).approve(ADA, OTHER).revoke(ADA).run(OTHER);
        assertThat(report().controls().violations()).isEqualTo(2);
    }

    @Test
    void doesNotCountAVoterWhoLeftTheGroupBeforeTheRun() throws IOException {
        log.request(REFUND, required(1)).approve(ADA, REFUND).change(ADA, true, "finance").run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsHowMuchOfTheRequestWasOnScreenAtEachApproval() throws IOException {
        Display whole = Display.ofExactView("{}", 2);
        Display part = Display.ofExactView("{}", 1);
        Display nothing = Display.ofExactView("{}", 0);
        log.request(REFUND, required(3)).decide(ADA, shown(ADA, Decision.APPROVE, whole))
                .decide(ADA, shown(ADA, Decision.WITHDRAW, part)).decide(ADA, shown(ADA, Decision.APPROVE, part))
                .decide(BEN, shown(BEN, Decision.APPROVE, nothing)).decide(ADA, shown(ADA, Decision.APPROVE, null))
                .decide(BEN, shown(BEN, Decision.OVERRIDE, null)).decide(BEN, shown(BEN, Decision.DENY, null))
                .decide(ADA, shown(ADA, Decision.OVERRIDE, null));

        Report report = report();

        assertThat(report.findings()).isEmpty();
        assertThat(report.controls().approvals()).isEqualTo(new ApprovalsShown(1, 2, 3));
        assertThat(report.toText()).contains(
                "6: 1 with the whole request on screen, 2 with a part of it, 3 without a screen");
        assertThat(report.toJson()).contains("\"approvals\":{\"inPart\":2,\"whole\":1,\"withoutScreen\":3}");
    }

    private DecisionStatement shown(Person person, Decision decision, @Nullable Display display) {
        return new DecisionStatement("", log.now(), decision, display, person.key(), person.id(), ExportFixtures.ORG,
                REFUND.payloadHash(), SampleLog.POLICY, "Looks right", REFUND.id());
    }

    private Report report() throws IOException {
        return ExportFixtures.verify(folder, log.events());
    }

    private List<String> codes() throws IOException {
        Report report = report();
        assertThat(report.parts().chain()).isEqualTo(PartState.PASSED);
        assertThat(report.parts().tree()).isEqualTo(PartState.PASSED);
        assertThat(report.isVerified()).isFalse();
        return report.findings().stream().filter(finding -> !finding.isWarning()).map(Finding::code).toList();
    }

    private void assertFinding(String... expected) throws IOException {
        assertThat(codes()).isEqualTo(Arrays.asList(expected));
    }
}
