package dev.agenthub.app.ui.approvals.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Vote;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.batch.BatchRow.State;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel.Stage;
import dev.agenthub.app.ui.approvals.pane.RequestContent;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Display;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Several requests decided with one reason: a statement for each, and nothing approved that was not shown. */
final class BatchViewModelTest extends BatchOfThree {
    @Test
    void countsWhatIsDecidedTogetherByRiskToolAndAgent() {
        second.risk = Risk.LOW;
        third.tool = "mails.send";
        third.agentName = "Mail agent";
        inbox.load();
        model.begin();
        assertThat(wording.totals(model.rows()).lines()).containsExactly("2 × high risk, 1 × low risk",
                "2 × refunds.create, 1 × mails.send", "2 × Support agent, 1 × Mail agent");
        inbox.selection().takeOut(List.of(first.id, second.id));
        assertThat(wording.totals(model.rows()).lines()).containsExactly("1 × high risk", "1 × mails.send",
                "1 × Mail agent");
        assertThat(wording.totals(List.of())).isEmpty();
    }

    @Test
    void signsOneStatementForEachWithTheReasonInEveryOne() {
        showWhole(first, second, third);
        model.reason().set("  Photos checked ");
        confirm(Decision.APPROVE);

        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, second.id,
                third.id);
        assertThat(backend.decisions).allSatisfy(decision -> {
            assertThat(decision.decision()).isEqualTo(Decision.APPROVE);
            assertThat(decision.reason()).isEqualTo("Photos checked");
            assertThat(decision.member()).isEqualTo(ada.me().member());
        });
        List<TestRequest> requests = List.of(first, second, third);
        assertThat(requests).allSatisfy(one -> assertThat(one.votes).singleElement().satisfies(vote -> {
            DecisionStatement said = DecisionStatement.parse(vote.statementBytes());
            assertThat(said.request()).isEqualTo(one.id);
            assertThat(said.payloadHash()).isEqualTo(PayloadHash.of(one.payload));
            assertThat(said.display()).isEqualTo(new Display(one.payload.length, one.payload.length,
                    Hash.sha256(one.payload), "exact/v1"));
            assertThat(Ed25519Keys.isValid(ada.signer().publicKey(), said.preAuthenticationEncoding(),
                    vote.signatureBytes())).isTrue();
        }));
        assertThat(requests.stream().map(one -> one.votes.getFirst()).map(Vote::signature)).doesNotHaveDuplicates();
        assertThat(model.rows()).extracting(BatchRow::state).containsOnly(State.SENT);
        assertThat(wording.lead(model)).isEqualTo("3 of 3 approved.");

        model.done();
        assertThat(model.stage().get()).isEqualTo(Stage.CLOSED);
        assertThat(selected()).isEmpty();
        assertThat(model.reason().get()).isEmpty();
    }

    @Test
    void deniesWhatNobodyLookedAt() {
        model.reason().set("Not this week");
        confirm(Decision.DENY);
        assertThat(backend.decisions).extracting(said -> Objects.requireNonNull(said.display()).seen())
                .containsOnly(0L);
        assertThat(backend.decisions).hasSize(3).allMatch(decision -> decision.decision() == Decision.DENY
                && decision.reason().equals("Not this week"));
        assertThat(wording.lead(model)).isEqualTo("3 of 3 denied.");
    }

    @Test
    void saysWhatWillBeSignedBeforeItSignsAnything() {
        showWhole(first, second, third);
        model.reason().set("Photos checked");
        model.begin();
        model.decide(Decision.APPROVE);
        assertThat(wording.title(model)).isEqualTo("Approve 3 requests");
        assertThat(wording.confirm(model.decision(), 3)).isEqualTo("Approve 3 requests, one signature each");
        assertThat(wording.lead(model)).contains("3 statements, one for each", "“Photos checked”");
        assertThat(wording.high(model.rows())).isEqualTo("3 of 3 are of high risk.");
        model.confirm();
        assertThat(model.stage().get()).as("before it is armed").isEqualTo(Stage.CONFIRM);
        model.gate().setInFront(false);
        tasks.elapse();
        model.confirm();
        assertThat(model.stage().get()).as("while another window is in front").isEqualTo(Stage.CONFIRM);
        model.back();
        tasks.elapse();
        model.confirm();
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void approvesNothingWhileOneOfThemWasNotShownWhole() {
        showWhole(first, third);
        model.begin();
        model.decide(Decision.APPROVE);
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
        assertThat(model.rows()).extracting(BatchRow::id).as("what was not shown comes first")
                .containsExactly(second.id, first.id, third.id);
        assertThat(wording.unshown(model.unshown())).startsWith("1 request was not shown whole yet");

        model.leaveOutUnshown();
        assertThat(selected()).containsExactly(first.id, third.id);
        confirmFromHere();
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, third.id);
    }

    @Test
    void showsOneAfterTheOtherAndKeepsTheSelection() {
        showWhole(second);
        model.begin();
        model.showNext();
        assertThat(model.stage().get()).isEqualTo(Stage.READING);
        assertThat(inbox.chosen().get()).isEqualTo(first.id);
        assertThat(wording.reading(model)).endsWith("2 not shown whole yet.");
        request.unreadIs(0);
        assertThat(wording.reading(model)).endsWith("1 not shown whole yet.");
        model.showNext();
        assertThat(inbox.chosen().get()).isEqualTo(third.id);
        assertThat(model.hasNext()).as("all others were shown").isFalse();
        request.unreadIs(0);
        assertThat(wording.reading(model)).endsWith("all shown whole.");

        model.begin();
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
        assertThat(selected()).containsExactly(first.id, second.id, third.id);
        confirmFromHere();
        assertThat(backend.decisions).hasSize(3);
    }

    @Test
    void countsARequestAsShownWholeOnlyOnceItsFileWas() {
        first.withFile("letter.txt", "text/plain", "Dear Mara\n".getBytes(StandardCharsets.UTF_8))
                .with(TestBackend.ORG, arguments("1.00"), "https://example.com/r");
        inbox.load();
        inbox.selection().selectAll();
        showWhole(second, third);
        model.begin();
        model.showNext();
        request.unreadIs(0);
        assertThat(wording.reading(model)).endsWith("1 not shown whole yet.");

        request.attachments().show(request.attachments().items().get().getFirst());
        request.attachments().unreadIs(0);
        assertThat(wording.reading(model)).endsWith("all shown whole.");
        model.begin();
        confirmFromHere();
        assertThat(backend.decisions).hasSize(3);
    }

    @Test
    void takesNoRestThatWasDoneWithoutForShown() {
        showWhole(first, second);
        inbox.choose(third.id);
        request.unreadIs(100);
        request.withoutRest().set(true);
        model.begin();
        model.decide(Decision.APPROVE);
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
    }

    @Test
    void approvesNothingWhoseHashChangedSinceItWasShown() {
        showWhole(first, second, third);
        second.with(TestBackend.ORG, arguments("2000.00"), "https://example.com/r");
        inbox.load();
        model.begin();
        model.decide(Decision.APPROVE);
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
        assertThat(row(second).shownWhole()).isFalse();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void signsNothingForBytesThatChangedUnheardAndShowsThemAgain() {
        showWhole(first, second, third);
        second.with(TestBackend.ORG, arguments("2000.00"), "https://example.com/r");
        confirm(Decision.APPROVE);
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, third.id);
        assertThat(row(second).state()).isEqualTo(State.REFUSED);
        assertThat(wording.outcome(row(second), Decision.APPROVE)).startsWith("Not taken: ")
                .endsWith("[PAYLOAD_DIFFERS]");

        model.done();
        assertThat(selected()).as("it stays selected").containsExactly(second.id);
        second.with(TestBackend.ORG, arguments("2.00"), "https://example.com/r");
        inbox.load();
        model.begin();
        assertThat(model.unshown()).as("also where the old bytes come back").isEqualTo(1);
    }

    @Test
    void signsNothingForARequestThatTheBackendContradictedItselfAboutWhileOthersWereSent() {
        showWhole(first, second, third);
        confirmHeld();
        String hash = second.claimedHash;
        second.claimedHash = "1".repeat(64);
        inbox.choose(second.id);
        while (tasks.waiting() > 1) {
            tasks.releaseNewest();
        }
        assertThat(request.content().get()).isInstanceOf(RequestContent.Refused.class);
        second.claimedHash = hash;
        tasks.release();

        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, third.id);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.REFUSED, State.SENT);
        assertThat(row(second).failure()).isEqualTo(RequestDecisions.changedHash());
        assertThat(selected()).containsExactly(second.id);
    }

    @Test
    void asksAgainWhereTheHashChangesBeforeItIsConfirmed() {
        showWhole(first, second, third);
        model.begin();
        model.decide(Decision.APPROVE);
        second.claimedHash = "1".repeat(64);
        inbox.load();
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
        assertThat(model.changed().get()).isTrue();
        tasks.elapse();
        model.confirm();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void asksAgainWhereAnotherMemberDecidesOneBeforeItIsConfirmed() {
        showWhole(first, second, third);
        model.begin();
        model.decide(Decision.APPROVE);
        second.state = RequestState.DENIED;
        inbox.load();
        assertThat(model.stage().get()).isEqualTo(Stage.CHOOSE);
        assertThat(model.rows()).extracting(BatchRow::id).containsExactly(first.id, third.id);
        confirmFromHere();
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, third.id);
    }

    @Test
    void disarmsWhereTheReaderLooksAtOneInstead() {
        showWhole(first, second, third);
        model.begin();
        model.decide(Decision.APPROVE);
        tasks.elapse();
        inbox.choose(second.id);
        model.confirm();
        assertThat(model.stage().get()).isEqualTo(Stage.READING);
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void closesWhereNothingIsLeftToDecide() {
        model.begin();
        model.decide(Decision.DENY);
        backend.requests.forEach(one -> one.state = RequestState.EXPIRED);
        inbox.load();
        assertThat(model.stage().get()).isEqualTo(Stage.CLOSED);
    }
}
