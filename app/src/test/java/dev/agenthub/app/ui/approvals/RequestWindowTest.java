package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ChangeSummary;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Display;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

final class RequestWindowTest extends InboxTest {
    private final TestRequest request;

    RequestWindowTest() {
        request = new TestRequest().with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(),
                "https://user@example.com:8443/refunds?x=1");
        backend.requests.add(request);
    }

    @Test
    void keepsApproveLockedUntilTheWholePayloadWasOnScreen() {
        bury();
        choose();
        window.awaitText("request-armed", "unlocks when all of it");
        assertThat(window.node("request-approve").isDisabled()).isTrue();
        assertThat(window.node("request-deny").isDisabled()).isFalse();
        window.picture("10-buried");

        window.readPayload();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
    }

    @Test
    void unlocksApproveForAReaderWhoConfirmsANamedRemainder() {
        bury();
        choose();
        window.awaitText("request-armed", "unlocks when all of it");
        String named = ((CheckBox) window.node("request-confirm-rest")).getText();
        assertThat(named).containsPattern("without seeing [0-9,]+ characters");
        window.click("request-confirm-rest");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
    }

    @Test
    void signsThatAllWasOnScreenWithTheTextAsItWasDrawn() {
        String blank = " ".repeat(500);
        request.with(TestBackend.ORG, JsonObject.builder().put("note", "a\u202Eb \uD83D\uDE80 東" + blank + "c").build(),
                "https://example.com/refunds");
        choose();
        window.readPayload();
        window.picture("16-cells");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.click("request-approve");

        Display display = displaySigned();
        String drawn = new String(request.payload, StandardCharsets.UTF_8).replace(blank, "‹500 × space›")
                .replace("\u202E", "‹U+202E›").replace("\uD83D\uDE80", "‹U+1F680›");
        assertThat(display.sha256()).isEqualTo(Hash.sha256(drawn.getBytes(StandardCharsets.UTF_8)));
        assertThat(display.of()).isEqualTo(drawn.codePoints().count());
        assertThat(display.seen()).isEqualTo(display.of());
        assertThat(display.view()).isEqualTo("exact/v1");
    }

    @Test
    void signsHowMuchWasOnScreenWhereTheReaderDoesWithoutTheRest() {
        bury();
        choose();
        window.awaitText("request-armed", "unlocks when all of it");
        window.click("request-confirm-rest");
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        int unread = window.onWindow(() -> ((ExactTextView) window.node("request-payload")).unread().get());
        window.click("request-approve");

        Display display = displaySigned();
        assertThat(display.sha256()).isEqualTo(Hash.sha256(request.payload));
        assertThat(display.of()).isEqualTo(request.payload.length);
        assertThat(unread).isPositive();
        assertThat(display.seen()).isPositive().isEqualTo(request.payload.length - unread);
    }

    private Display displaySigned() {
        window.await("the decision to arrive", () -> !backend.decisions.isEmpty());
        return Objects.requireNonNull(backend.decisions.getFirst().display());
    }

    @Test
    void keepsApproveLockedInAWindowTooSmallToShowThePayload() {
        window.onWindow(() -> {
            window.stage().setHeight(150);
            return true;
        });
        inbox.showRequest(request.id);
        window.awaitText("request-armed", "unlocks when all of it");
        scrollThroughThePayload();
        window.picture("10-small");
        assertThat(window.text("request-size")).contains(", 0% shown");
        assertThat(window.text("request-armed")).contains("unlocks when all of it");

        window.onWindow(() -> {
            window.stage().setHeight(800);
            return true;
        });
        window.readPayload();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
    }

    @Test
    void replacesTheWholePaneWhenTheBytesDiffer() {
        request.claimedHash = "0".repeat(64);
        choose();
        window.awaitShown("request-refused-sentence");
        assertThat(window.shows("request-same-here")).isFalse();
        assertThat(window.shows("request-approve")).isFalse();
        assertThat(window.shows("request-deny")).isFalse();
        window.picture("11-differs");
    }

    @Test
    void showsTheWholeAddressWithItsHostApart() {
        choose();
        window.awaitShown("request-same-here");
        String line = window.node("request-target").getAccessibleText();
        assertThat(line).isEqualTo("POST https://user@example.com:8443/refunds?x=1");
    }

    @Test
    void neverApprovesByTheEnterKey() {
        choose();
        window.readPayload();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.type("request-reason", "fine");
        new FxRobot().press(KeyCode.ENTER).release(KeyCode.ENTER);
        window.click("request-deny");
        window.await("the decision to arrive", () -> !backend.decisions.isEmpty());
        assertThat(backend.decisions).as("nothing before it").extracting(decision -> decision.decision().word())
                .containsExactly("deny");
        assertThat(((Button) window.node("request-approve")).isDefaultButton()).isFalse();
        assertThat(((Button) window.node("request-approve")).isMnemonicParsing()).isFalse();
    }

    @Test
    void marksWhatTheAgentHidesInItsWords() {
        request.says = "Please\u202E approve _all_ \u200Bof it";
        request.title = "Refund 1\u202E0_0 EUR";
        choose();
        window.awaitText("request-says", "Please‹U+202E› approve _all_ ‹U+200B›of it");
        window.awaitText("request-title", "Refund 1‹U+202E›0_0 EUR");
        window.picture("12-marks");
    }

    @Test
    void saysWhyARunWasRefusedAndNamesTheCode() {
        choose();
        window.awaitShown("request-same-here");
        assertThat(window.shows("request-refusal")).isFalse();
        request.state = RequestState.REFUSED;
        request.refusal = "RUN_HASH_MISMATCH";
        backend.publish(ServerEvent.changed(request.id, request.state));
        window.awaitText("request-outcome-title", "the stored payload is not the one that was approved");
        window.awaitText("request-refusal", "RUN_HASH_MISMATCH");
        window.picture("13-refused");
    }

    @Test
    void saysThatThePolicyDeniedWhatNobodyWasAskedAbout() {
        request.state = RequestState.DENIED;
        request.refusal = "POLICY_DENIED";
        request.required = List.of();
        window.click("inbox-everything");
        choose();
        window.awaitText("request-outcome-title", "Denied by the policy");
        window.awaitText("request-refusal", "POLICY_DENIED");
        assertThat(window.text("request-progress")).isEqualTo("denied by policy");
        assertThat(window.text("request-requirement")).contains("The policy denies this");
    }

    @Test
    void showsTheReasonOfAMemberWhoDenied() {
        choose();
        window.awaitShown("request-same-here");
        window.type("request-reason", "No photos");
        window.click("request-deny");
        window.awaitText("request-outcome-title", "Denied. It will not run.");
        assertThat(new FxRobot().lookup("#request-votes .vote-reason").queryAs(Label.class).getText())
                .isEqualTo("“No photos”");
        assertThat(window.shows("request-refusal")).isFalse();
    }

    @Test
    void showsAProposedChangeByItsKindWhatItChangesAndItsBytes() {
        request.asProposal(TestBackend.ORG, UUID.randomUUID(), "Noa Berg");
        choose();
        window.awaitShown("request-same-here");

        assertThat(window.text("request-title")).isEqualTo("Publish version 4 of the policy Customer care");
        assertThat(window.text("request-who")).isEqualTo("Noa Berg proposes a change in the whole organization");
        assertThat(window.node("request-target").getAccessibleText())
                .isEqualTo("changes policy 0190f1c2-0000-7000-8000-000000000009");
        assertThat(window.text("payload-caption")).isEqualTo("WHAT WILL CHANGE");
        assertThat(window.shows("request-says")).as("words of an agent").isFalse();
        assertThat(window.shows("request-take-back")).isFalse();
        window.picture("14-proposal");

        request.state = RequestState.APPROVED;
        backend.publish(ServerEvent.changed(request.id, request.state));
        window.awaitText("request-outcome-title", "It is applied now, or when its proposer collects");
        request.state = RequestState.EXECUTED;
        backend.publish(ServerEvent.changed(request.id, request.state));
        window.awaitText("request-outcome-title", "Applied.");
    }

    @Test
    void refusesToShowAProposalWhoseBytesNameAnotherProposer() {
        request.asProposal(TestBackend.ORG, UUID.randomUUID(), "Noa Berg");
        ChangeSummary change = Objects.requireNonNull(request.change);
        request.change = new ChangeSummary(change.kind(), change.subjectKind(), change.subject(), UUID.randomUUID(),
                "Noa Berg");
        choose();
        window.awaitText("request-refused-code", "PAYLOAD_DIFFERS");
        assertThat(window.shows("request-approve")).isFalse();
    }

    @Test
    void takesARequestBackWithAReasonOnly() {
        request.cancellable = true;
        choose();
        window.awaitShown("request-take-back");
        assertThat(window.node("request-take-back").isDisabled()).isTrue();
        window.picture("15-take-back");

        window.type("request-take-back-reason", "Asked by mistake");
        window.click("request-take-back");

        window.await("the reason to arrive", () -> backend.cancellations.equals(List.of("Asked by mistake")));
        window.await("the line to go", () -> !window.shows("request-take-back"));
        window.awaitText("request-outcome-title", "Taken back. It will not run.");
    }

    private void bury() {
        request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(
                IntStream.range(0, 200).mapToObj(i -> "harmless line number " + i).toList())).build(),
                "https://example.com/refunds");
    }

    private void scrollThroughThePayload() {
        ListView<Integer> rows = ((ExactTextView) window.node("request-payload")).list();
        for (int i = 0; i < rows.getItems().size(); i++) {
            int row = i;
            window.onWindow(() -> {
                rows.scrollTo(row);
                return true;
            });
            window.frame();
        }
    }

    /** Clicks once more where the list moved from under the pointer, as lines above it came or went. */
    private void choose() {
        window.await("the request to be on show", () -> {
            window.click("request-row-" + request.id);
            return !window.shows("request-nothing");
        });
    }
}
