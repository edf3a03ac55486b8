package dev.agenthub.app.ui.approvals.pane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.Vote;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.request.CheckedVote;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Display;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.BitSet;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestViewModelTest {
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final RequestText wording = new RequestText(new Moments(InstantSource.system(), ZoneOffset.UTC));
    private TestBackend backend;
    private BackendClient client;
    private final ShownWhole whole = new ShownWhole();
    private Session ada;
    private TestRequest refund;
    private RequestViewModel model;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        ada = People.signIn(backend, client, "Ada Lind");
        refund = request("480.00");
        model = new RequestViewModel(ada, tasks, new RequestDecisions(ada, InstantSource.system()), whole,
                new Drafts());
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    @Test
    void namesTheBytesByWhatBecameOfThem() {
        assertThat(caption(RequestState.PENDING)).isEqualTo("WHAT WILL RUN");
        assertThat(caption(RequestState.EXECUTED)).isEqualTo("WHAT RAN");
        assertThat(caption(RequestState.REFUSED)).isEqualTo("WHAT WAS ASKED FOR");
        refund.asProposal(TestBackend.ORG, UUID.randomUUID(), "Noa Berg");
        assertThat(caption(RequestState.PENDING)).isEqualTo("WHAT WILL CHANGE");
        assertThat(caption(RequestState.EXECUTED)).isEqualTo("WHAT CHANGED");
    }

    private String caption(RequestState state) {
        refund.state = state;
        return wording.caption(refund.detail().summary());
    }

    @Test
    void showsTheBytesBeforeItSearchedThemAndApprovesThemAfterwards() {
        tasks.hold();
        model.open(refund.id);
        tasks.releaseOne();
        assertThat(shown().id()).isEqualTo(refund.id);
        model.unreadIs(0);
        tasks.elapse();
        assertThat(model.warnings().get()).isEmpty();
        model.approve();
        assertThat(backend.decisions).isEmpty();
        // What was not searched was not shown whole either, for one who decides many at once.
        assertThat(whole.hasPayload(shown())).isFalse();

        tasks.release();
        assertThat(model.warnings().get()).isPresent();
        assertThat(whole.hasPayload(shown())).isTrue();
        tasks.elapse();
        model.approve();
        assertThat(backend.decisions).hasSize(1);
    }

    @Test
    void signsExactlyWhatWasOnScreen() {
        model.open(refund.id);
        model.unreadIs(0);
        tasks.elapse();
        model.reason().set("  Photos checked ");
        model.approve();

        assertThat(backend.decisions).singleElement().satisfies(decision -> {
            assertThat(decision.decision()).isEqualTo(Decision.APPROVE);
            assertThat(decision.request()).isEqualTo(refund.id);
            assertThat(decision.payloadHash()).isEqualTo(PayloadHash.of(refund.payload));
            assertThat(decision.policyDigest().hex()).isEqualTo(TestRequest.POLICY_DIGEST);
            assertThat(decision.reason()).isEqualTo("Photos checked");
            assertThat(decision.member()).isEqualTo(ada.me().member());
        });
        assertThat(shown().votes()).singleElement().matches(CheckedVote::valid);
        assertThat(shown().decidable()).isFalse();
    }

    @Test
    void keepsWhatWasWrittenAboutEachRequestUntilItIsSent() {
        TestRequest other = request("12.00");
        model.open(refund.id);
        model.reason().set("Photos ch");
        model.takeBackReason().set("Ordered tw");
        model.open(other.id);
        assertThat(model.reason().get()).isEmpty();
        assertThat(model.takeBackReason().get()).isEmpty();
        model.reason().set("Too much");
        model.open(refund.id);
        assertThat(model.reason().get()).isEqualTo("Photos ch");
        assertThat(model.takeBackReason().get()).isEqualTo("Ordered tw");
        model.deny();
        model.open(other.id);
        assertThat(model.reason().get()).isEqualTo("Too much");
        model.open(refund.id);
        assertThat(model.reason().get()).as("what was sent").isEmpty();
    }

    @Test
    void asksAgainForWhatChangedWhileItWasFetched() {
        tasks.hold();
        model.open(refund.id);
        model.changed(refund.id);
        int before = backend.asked.size();
        tasks.release();
        assertThat(shown().id()).isEqualTo(refund.id);
        assertThat(backend.asked.subList(before, backend.asked.size()).stream()
                .filter(path -> path.equals("/v1/requests/" + refund.id))).hasSize(2);
    }

    @Test
    void approvesNothingBeforeItIsArmed() {
        model.open(refund.id);
        model.approve();
        model.unreadIs(0);
        model.approve();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void signsWhatWasOnScreenAlsoWithADenialAndAWithdrawal() {
        BitSet seen = new BitSet();
        seen.set(2, 5);
        model.charactersSeen(() -> (BitSet) seen.clone());
        model.open(refund.id);
        model.withoutRest().set(true);
        tasks.elapse();
        model.approve();
        model.withdraw();
        seen.set(10, 12);
        model.deny();

        assertThat(backend.decisions).extracting(DecisionStatement::decision).containsExactly(Decision.APPROVE,
                Decision.WITHDRAW, Decision.DENY);
        assertThat(backend.decisions).extracting(decision -> Objects.requireNonNull(decision.display()).seen())
                .containsExactly(3L, 3L, 5L);
        assertThat(backend.decisions).allSatisfy(decision -> assertThat(decision.display())
                .extracting(Display::of, Display::sha256)
                .containsExactly((long) refund.payload.length, Hash.sha256(refund.payload)));
    }

    @Test
    void signsThatAllWasOnScreenOfWhatWasShownWholeBefore() {
        model.open(refund.id);
        model.unreadIs(0);
        model.open(refund.id);
        model.unreadIs(refund.payload.length);
        tasks.elapse();
        model.approve();

        assertThat(backend.decisions).singleElement().extracting(DecisionStatement::display)
                .isEqualTo(new Display(refund.payload.length, refund.payload.length, Hash.sha256(refund.payload),
                        "exact/v1"));
    }

    @Test
    void deniesAtAnyTime() {
        model.open(refund.id);
        model.deny();
        assertThat(backend.decisions).singleElement().matches(decision -> decision.decision() == Decision.DENY);
    }

    @Test
    void dropsTheAnswerAboutARequestThatIsNoLongerTheChosenOne() {
        TestRequest second = request("5.00");
        tasks.hold();
        model.open(refund.id);
        model.open(second.id);
        tasks.release();
        assertThat(shown().id()).isEqualTo(second.id);
    }

    @Test
    void endsTheSearchOfARequestThatWasLeft() {
        tasks.hold();
        model.open(refund.id);
        tasks.releaseOne();
        int searching = tasks.waiting();
        assertThat(searching).isPositive();
        model.open(request("5.00").id);
        assertThat(tasks.waiting()).as("the next one's fetch in the search's place").isEqualTo(searching);
        model.close();
        tasks.release();
        assertThat(model.warnings().get()).isEmpty();
    }

    @Test
    void locksApproveAgainForTheNextRequest() {
        TestRequest second = request("5.00");
        model.open(refund.id);
        model.unreadIs(0);
        tasks.elapse();
        model.open(second.id);
        tasks.elapse();
        model.approve();
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void unlocksForAReaderWhoNamesTheRestTheyDoWithout() {
        model.open(refund.id);
        model.withoutRest().set(true);
        tasks.elapse();
        assertThat(model.gate().state().get()).isEqualTo(ApproveGate.State.ARMED);
    }

    @Test
    void needNotShowAgainWhatItShowedWholeBefore() {
        model.open(refund.id);
        model.unreadIs(0);
        model.open(request("5.00").id);
        model.open(refund.id);
        model.unreadIs(100);
        tasks.elapse();
        assertThat(model.gate().state().get()).isEqualTo(ApproveGate.State.ARMED);
        assertThat(model.unread().get()).isZero();
    }

    @Test
    void takesNoRestThatWasDoneWithoutForShown() {
        model.open(refund.id);
        model.unreadIs(100);
        model.withoutRest().set(true);
        model.open(request("5.00").id);
        model.open(refund.id);
        assertThat(model.gate().state().get()).isEqualTo(ApproveGate.State.UNREAD);
    }

    @Test
    void decidesAgainAfterAWithdrawal() {
        model.open(refund.id);
        model.unreadIs(0);
        tasks.elapse();
        model.approve();
        model.withdraw();
        tasks.elapse();
        model.approve();
        assertThat(backend.decisions).extracting(DecisionStatement::decision).containsExactly(Decision.APPROVE,
                Decision.WITHDRAW, Decision.APPROVE);
        assertThat(model.failure().get()).isEmpty();
    }

    @Test
    void hearsWhyTheRunOfWhatIsOnShowWasRefused() {
        model.open(refund.id);
        refund.state = RequestState.REFUSED;
        refund.refusal = "KEY_REVOKED";
        model.changed(refund.id);
        assertThat(wording.outcomeTitle(shown())).contains("Refused to run: the key of someone who approved");
        assertThat(wording.refusal(shown())).isEqualTo("KEY_REVOKED");
        assertThat(shown().decidable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUN_HASH_MISMATCH", "RUN_EXPIRED", "RUN_QUORUM_NOT_MET", "RUN_SELF_APPROVED",
            "DECISION_SIGNATURE_INVALID", "KEY_REVOKED", "AGENT_DISABLED", "CONNECTOR_DISABLED", "TOOL_CHANGED",
            "POLICY_CHANGED"})
    void hasWordsForEveryReasonToRefuseARun(String code) {
        refund.state = RequestState.REFUSED;
        refund.refusal = code;
        model.open(refund.id);
        assertThat(wording.outcomeTitle(shown())).startsWith("Refused to run: ").doesNotContain("audit log");
        assertThat(wording.refusal(shown())).isEqualTo(code);
    }

    @Test
    void saysPlainlyThatItWasRefusedForAReasonItHasNoWordsFor() {
        refund.state = RequestState.REFUSED;
        refund.refusal = "OF_A_LATER_VERSION";
        model.open(refund.id);
        assertThat(wording.outcomeTitle(shown())).startsWith("Refused to run: something was not as approved.");
        assertThat(wording.refusal(shown())).isEqualTo("OF_A_LATER_VERSION");
    }

    @Test
    void countsNoVoteWhoseSignatureDoesNotHold() {
        model.open(refund.id);
        model.unreadIs(0);
        tasks.elapse();
        model.approve();
        Vote good = refund.votes.getFirst();
        byte[] signature = good.signatureBytes();
        signature[7] ^= 1;
        refund.votes.set(0, copy(good, good.reason(), Base64.getEncoder().encodeToString(signature), good.publicKey()));
        model.changed(refund.id);
        assertThat(shown().votes()).noneMatch(CheckedVote::valid);
        assertThat(shown().approvals()).isZero();

        refund.votes.set(0, copy(good, "another reason", good.signature(), good.publicKey()));
        model.changed(refund.id);
        assertThat(shown().votes()).noneMatch(CheckedVote::valid);

        refund.votes.set(0, copy(good, good.reason(), good.signature(),
                Base64.getEncoder().encodeToString(UnlockedKey.generate().publicKey())));
        model.changed(refund.id);
        assertThat(shown().votes()).noneMatch(CheckedVote::valid);
    }

    @Test
    void saysWhyADecisionWasRefusedAndAsksAgain() {
        model.open(refund.id);
        ada.signer().close();
        model.deny();
        assertThat(model.failure().get()).contains("KEY_LOCKED");
        assertThat(model.busy().get()).isFalse();
    }

    private OpenRequest shown() {
        return ((RequestContent.Open) model.content().get()).request();
    }

    private TestRequest request(String amount) {
        return TestRequest.of(JsonObject.builder().put("amount", amount).put("customer", "cus_9").build())
                .addedTo(backend);
    }

    private static Vote copy(Vote vote, String reason, String signature, String publicKey) {
        return new Vote(vote.member(), vote.name(), vote.groups(), vote.decision(), vote.key(), reason,
                vote.decidedAt(), vote.statement(), signature, vote.alg(), publicKey);
    }
}
