package dev.agenthub.evidence.verify.controls;

import static dev.agenthub.evidence.SampleLog.ADA;
import static dev.agenthub.evidence.SampleLog.BEN;
import static dev.agenthub.evidence.SampleLog.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose approval counts for somebody who is away. Only Ada is of finance; Ben decides for her. */
class DelegationReplayTest {

    private static final Request REFUND = new Request("refund");
    private static final Quorum.Requirement FINANCE = new Quorum.Requirement(1, "finance");
    private static final Instant LATER = START.plusSeconds(3000);

    private final SampleLog log = SampleLog.opened();

    @TempDir
    private Path folder;

    private Report report() throws IOException {
        return ExportFixtures.verify(folder, log.events());
    }

    private void assertVerified() throws IOException {
        assertThat(report().findings()).isEmpty();
        assertThat(report().controls().withApproval()).isEqualTo(1);
    }

    private void assertFinding(String code) throws IOException {
        assertThat(report().findings()).extracting(Finding::code).containsExactly(code);
    }

    @Test
    void countsWhoeverDecidesForAMemberOfTheGroup() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE).approve(BEN, REFUND).run(REFUND);
        assertVerified();
    }

    @Test
    void countsNobodyBeforeItStarts() throws IOException {
        log.delegate("one", ADA, BEN, LATER, LATER.plusSeconds(1)).request(REFUND, FINANCE).approve(BEN, REFUND)
                .run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsNobodyFromItsEndOn() throws IOException {
        log.delegate("one", ADA, BEN, START, START.plusSeconds(600)).request(REFUND, FINANCE).approve(BEN, REFUND)
                .at(START.plusSeconds(600)).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsNobodyAfterItWasEnded() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE).approve(BEN, REFUND).endDelegation("one")
                .run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsNobodyAgainByTheSameStatement() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).endDelegation("one").delegate("one", ADA, BEN, START, LATER)
                .request(REFUND, FINANCE).approve(BEN, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsOneOfTheTwoWhereBothApprove() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).request(REFUND, new Quorum.Requirement(2, "finance"))
                .approve(ADA, REFUND).approve(BEN, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsAPersonOnceWhateverGroupsTheyDecideIn() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE, SampleLog.required(1))
                .approve(BEN, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsNobodyForTheOwnerOfTheAgent() throws IOException {
        log.install(ADA.id()).delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE).approve(BEN, REFUND)
                .run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void countsTheOwnerOfTheAgentForNobody() throws IOException {
        log.install(BEN.id()).delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE).approve(BEN, REFUND)
                .run(REFUND);
        assertFinding(Codes.RUN_SELF_APPROVED);
    }

    @Test
    void countsNobodyForWhoHasLeft() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE).approve(BEN, REFUND)
                .change(ADA, false, "approvers", "finance").run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsNobodyByAKeyThatWasRevoked() throws IOException {
        log.delegate("one", ADA, BEN, START, LATER).request(REFUND, FINANCE).approve(BEN, REFUND).revoke(ADA)
                .run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsNobodyWhoDecidesForWhoDecidesForTheMember() throws IOException {
        Person cem = Person.of("cem");
        log.join(cem, "approvers").delegate("one", ADA, BEN, START, LATER).delegate("two", BEN, cem, START, LATER)
                .request(REFUND, FINANCE).approve(cem, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsTheFirstOfTwoThatOverlap() throws IOException {
        Person cem = Person.of("cem");
        log.join(cem, "approvers").delegate("one", ADA, BEN, START, LATER).delegate("two", ADA, cem, START, LATER)
                .request(REFUND, FINANCE).approve(cem, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsAMemberOfTheGroupThatARequestWasEscalatedToInEveryGroup() throws IOException {
        log.escalating(REFUND, 60, "approvers", FINANCE).at(log.now().plusSeconds(60)).escalate(REFUND, "approvers")
                .approve(BEN, REFUND).run(REFUND);
        assertVerified();
    }

    @Test
    void countsNobodyMoreBeforeARequestIsEscalatedOrByAnEscalationThatItDoesNotProvide() throws IOException {
        log.escalating(REFUND, 60, "approvers", FINANCE).escalate(REFUND, "approvers").at(log.now().plusSeconds(60))
                .escalate(REFUND, "legal").approve(BEN, REFUND).run(REFUND);
        assertFinding(Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void countsAnEscalationOfOnesWhoAreAwayToo() throws IOException {
        Person cem = Person.of("cem");
        log.join(cem, "approvers").join(Person.of("eve"), "chiefs")
                .delegate("one", Person.of("eve"), cem, START, LATER)
                .escalating(REFUND, 60, "chiefs", FINANCE).at(log.now().plusSeconds(60)).escalate(REFUND, "chiefs")
                .approve(cem, REFUND).run(REFUND);
        assertVerified();
    }

    @Test
    void findsADelegationThatTheMemberDidNotSign() throws IOException {
        DelegationStatement forged = new DelegationStatement(BEN.id(), SampleLog.id("one"), LATER, ADA.key(), ADA.id(),
                ExportFixtures.ORG, "Away", START, START);
        log.delegate(forged, new byte[64]).request(REFUND, FINANCE).approve(BEN, REFUND).run(REFUND);
        assertThat(report().findings()).extracting(Finding::code).containsExactlyInAnyOrder(
                Codes.DECISION_SIGNATURE_INVALID, Codes.RUN_QUORUM_NOT_MET);
    }

    @Test
    void findsADelegationUnderAKeyOfSomebodyElse() throws IOException {
        DelegationStatement forged = new DelegationStatement(BEN.id(), SampleLog.id("one"), LATER, BEN.key(), ADA.id(),
                ExportFixtures.ORG, "Away", START, START);
        log.delegate(forged, new byte[64]);
        assertFinding(Codes.KEY_NOT_ENROLLED);
    }
}
