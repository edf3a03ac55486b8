package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Vote;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.BatchRow.State;
import dev.agenthub.app.ui.approvals.BatchViewModel.Stage;
import dev.agenthub.app.ui.common.Failure;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Display;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several requests decided with one reason: a statement for each, and nothing approved that was not shown. */
final class BatchViewModelTest {
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final ShownWhole shownWhole = new ShownWhole();
    private final BatchWords words = new BatchWords();
    private TestBackend backend;
    private BackendClient client;
    private Session ada;
    private RequestViewModel request;
    private InboxViewModel inbox;
    private BatchViewModel model;
    private TestRequest first;
    private TestRequest second;
    private TestRequest third;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        ada = People.signIn(backend, client, "Ada Lind");
        first = request("1.00");
        second = request("2.00");
        third = request("3.00");
        RequestDecisions decisions = new RequestDecisions(ada, InstantSource.system());
        request = new RequestViewModel(ada, tasks, decisions, shownWhole);
        inbox = new InboxViewModel(ada, tasks, request);
        model = new BatchViewModel(inbox, request, decisions, shownWhole, tasks);
        inbox.load();
        inbox.selection().selectAll();
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private TestRequest request(String amount) {
        TestRequest made = new TestRequest().with(TestBackend.ORG, arguments(amount), "https://example.com/r");
        backend.requests.add(made);
        return made;
    }

    private static JsonObject arguments(String amount) {
        return JsonObject.builder().put("amount", amount).build();
    }

    private void showWhole(TestRequest... requests) {
        for (TestRequest one : requests) {
            inbox.choose(one.id);
            request.unreadIs(0);
        }
    }

    private void confirm(Decision decision) {
        model.begin();
        model.decide(decision);
        assertThat(model.stage().get()).isEqualTo(Stage.CONFIRM);
        tasks.elapse();
        model.confirm();
    }

    private BatchRow row(TestRequest about) {
        return model.rows().stream().filter(row -> row.id().equals(about.id)).findFirst().orElseThrow();
    }

    private List<UUID> selected() {
        return inbox.selection().selected().stream().map(RequestSummary::request).toList();
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
        assertThat(words.lead(model)).isEqualTo("3 of 3 approved.");

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
        assertThat(words.lead(model)).isEqualTo("3 of 3 denied.");
    }

    @Test
    void saysWhatWillBeSignedBeforeItSignsAnything() {
        showWhole(first, second, third);
        model.reason().set("Photos checked");
        model.begin();
        model.decide(Decision.APPROVE);
        assertThat(words.title(model)).isEqualTo("Approve 3 requests");
        assertThat(words.confirm(model.decision(), 3)).isEqualTo("Approve 3 requests, one signature each");
        assertThat(words.lead(model)).contains("3 statements, one for each", "“Photos checked”");
        assertThat(words.high(model.rows())).isEqualTo("3 of 3 are of high risk.");
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
        assertThat(words.unshown(model.unshown())).startsWith("1 request was not shown whole yet");

        model.leaveOutUnshown();
        assertThat(selected()).containsExactly(first.id, third.id);
        confirmFromHere();
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, third.id);
    }

    private void confirmFromHere() {
        model.decide(Decision.APPROVE);
        tasks.elapse();
        model.confirm();
    }

    @Test
    void showsOneAfterTheOtherAndKeepsTheSelection() {
        showWhole(second);
        model.begin();
        model.showNext();
        assertThat(model.stage().get()).isEqualTo(Stage.READING);
        assertThat(inbox.chosen().get()).isEqualTo(first.id);
        assertThat(words.reading(model)).endsWith("2 not shown whole yet.");
        request.unreadIs(0);
        assertThat(words.reading(model)).endsWith("1 not shown whole yet.");
        model.showNext();
        assertThat(inbox.chosen().get()).isEqualTo(third.id);
        assertThat(model.hasNext()).as("all others were shown").isFalse();
        request.unreadIs(0);
        assertThat(words.reading(model)).endsWith("all shown whole.");

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
        assertThat(words.reading(model)).endsWith("1 not shown whole yet.");

        request.attachments().show(request.attachments().items().get().getFirst());
        request.attachments().unreadIs(0);
        assertThat(words.reading(model)).endsWith("all shown whole.");
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
        assertThat(words.outcome(row(second), Decision.APPROVE)).startsWith("Not taken: ")
                .endsWith("[PAYLOAD_DIFFERS]");

        model.done();
        assertThat(selected()).as("it stays selected").containsExactly(second.id);
        second.with(TestBackend.ORG, arguments("2.00"), "https://example.com/r");
        inbox.load();
        model.begin();
        assertThat(model.unshown()).as("also where the old bytes come back").isEqualTo(1);
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
    void sendsTheOthersWhereAnotherMemberDecidedOneUnheard() {
        showWhole(first, second, third);
        second.state = RequestState.DENIED;
        confirm(Decision.APPROVE);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.REFUSED, State.SENT);
        assertThat(failure(second).code()).isEqualTo(ErrorCode.REQUEST_NOT_PENDING.name());
        assertThat(model.end().get()).isNull();
        assertThat(selected()).as("it waits no longer").isEmpty();
    }

    private Failure failure(TestRequest about) {
        return Objects.requireNonNull(row(about).failure());
    }

    @Test
    void keepsARefusedOneSelectedAndSendsTheOthers() {
        showWhole(first, second, third);
        first.refuses = ErrorCode.REASON_REQUIRED;
        confirm(Decision.APPROVE);
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(second.id, third.id);
        assertThat(words.outcome(row(first), Decision.APPROVE)).contains("The policy asks for a reason",
                "[REASON_REQUIRED]");
        assertThat(words.lead(model)).isEqualTo("2 of 3 approved. 1 refused.");
        model.done();
        assertThat(selected()).containsExactly(first.id);

        first.refuses = null;
        model.reason().set("Photos checked");
        confirm(Decision.APPROVE);
        assertThat(backend.decisions).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, names = {"STEP_UP_REQUIRED", "UNAUTHENTICATED", "UNAVAILABLE", "KEY_REVOKED"})
    void endsWhereTheNextOneWouldFareNoBetter(ErrorCode code) {
        second.refuses = code;
        confirm(Decision.DENY);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.REFUSED, State.UNSENT);
        assertThat(words.end(model.end().get())).startsWith("It ended early: ").contains(code.name());
        assertThat(words.lead(model)).isEqualTo("1 of 3 denied. 1 refused. 1 not sent.");
        assertThat(backend.decisions).hasSize(1);
        model.done();
        assertThat(selected()).containsExactly(second.id, third.id);
    }

    @Test
    void saysOfWhatGotNoAnswerThatNobodyKnows() {
        second.silent = true;
        confirm(Decision.DENY);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.UNCONFIRMED,
                State.UNSENT);
        assertThat(failure(second).code()).isEqualTo(BackendException.UNREACHABLE);
        assertThat(words.lead(model)).isEqualTo("1 of 3 denied. 1 not confirmed. 1 not sent.");
        assertThat(model.end().get()).isNotNull();
    }

    @Test
    void sendsNothingToABackendThatIsGone() {
        model.begin();
        model.decide(Decision.DENY);
        tasks.elapse();
        backend.close();
        model.confirm();
        assertThat(model.stage().get()).isEqualTo(Stage.RESULT);
        assertThat(model.rows()).extracting(BatchRow::state).containsOnly(State.UNSENT);
        assertThat(failure(first).code()).isEqualTo(BackendException.UNREACHABLE);
        assertThat(row(second).failure()).isNull();
    }

    @Test
    void signsNothingMoreOnceTheKeyIsLockedBySigningOut() {
        model.begin();
        model.decide(Decision.DENY);
        tasks.elapse();
        ada.signer().close();
        model.confirm();
        assertThat(model.rows()).extracting(BatchRow::state).containsOnly(State.UNSENT);
        assertThat(failure(first).code()).isEqualTo("KEY_LOCKED");
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void sendsEachOnceHoweverOftenItIsConfirmed() {
        // Of approvals the backend of this test takes a second one too.
        showWhole(first, second, third);
        model.begin();
        model.decide(Decision.APPROVE);
        tasks.elapse();
        tasks.hold();
        model.confirm();
        model.confirm();
        model.begin();
        model.decide(Decision.APPROVE);
        inbox.selection().clear();
        assertThat(model.stage().get()).isEqualTo(Stage.SENDING);
        assertThat(words.lead(model)).isEqualTo("Signing and sending 1 of 3…");
        tasks.elapse();
        model.confirm();
        tasks.release();
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, second.id,
                third.id);
        tasks.elapse();
        model.confirm();
        assertThat(backend.decisions).hasSize(3);
    }

    @Test
    void stopsAfterTheOneUnderWay() {
        model.begin();
        model.decide(Decision.DENY);
        tasks.elapse();
        tasks.hold();
        model.confirm();
        model.stop();
        assertThat(words.lead(model)).isEqualTo("Stopping after 1 of 3…");
        tasks.release();
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.UNSENT, State.UNSENT);
        assertThat(backend.decisions).hasSize(1);
        model.done();
        assertThat(selected()).containsExactly(second.id, third.id);
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
