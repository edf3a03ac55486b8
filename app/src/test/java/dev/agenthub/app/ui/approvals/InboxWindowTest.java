package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.api.Vote;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.inbox.InboxMenus;
import dev.agenthub.evidence.canonical.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** The list of the inbox: what narrows it, and how it goes on. */
final class InboxWindowTest extends InboxTest {
    private static final int MANY = 250;
    private static final int PAGE = 100;

    private final FxRobot robot = new FxRobot();

    InboxWindowTest() {
        for (int i = 0; i < MANY; i++) {
            backend.requests.add(request(i));
        }
    }

    @BeforeEach
    void awaitFirstPage() {
        window.await("the first page", () -> rows() == PAGE);
    }

    private static TestRequest request(int number) {
        TestRequest request = new TestRequest().with(TestBackend.ORG, JsonObject.builder().build(),
                "https://example.com/refunds");
        request.title = "Refund " + number;
        request.risk = number % 10 == 9 ? Risk.HIGH : Risk.LOW;
        request.state = number % 5 == 4 ? RequestState.DENIED : RequestState.PENDING;
        request.eligibility = number % 25 == 0 ? Eligibility.yes() : Eligibility.no(ErrorCode.SELF_APPROVAL);
        return request;
    }

    private int rows() {
        return window.onWindow(() -> list().getItems().size());
    }

    private ListView<?> list() {
        return (ListView<?>) window.node("inbox-list");
    }

    private String order() {
        return window.onWindow(() -> ((InboxMenus.Choice<?>) ((ComboBox<?>) window.node("inbox-order")).getValue())
                .label());
    }

    private void choose(String menu, String begin) {
        window.onWindow(() -> {
            ComboBox<?> box = (ComboBox<?>) window.node(menu);
            for (int i = 0; i < box.getItems().size(); i++) {
                if (((InboxMenus.Choice<?>) box.getItems().get(i)).label().startsWith(begin)) {
                    box.getSelectionModel().select(i);
                    return true;
                }
            }
            throw new AssertionError("No " + begin + " in " + box.getItems());
        });
    }

    @Test
    void goesOnWhereThePageEnds() {
        assertThat(window.text("inbox-matches")).isEqualTo("200 requests");
        window.picture("12-inbox-filters");

        window.onWindow(() -> {
            list().scrollTo(PAGE - 1);
            return true;
        });

        window.await("the second page", () -> rows() == 2 * PAGE);
        window.onWindow(() -> {
            list().scrollTo(2 * PAGE - 1);
            return true;
        });
        window.frame();
        assertThat(rows()).as("there are no more").isEqualTo(2 * PAGE);
    }

    @Test
    void countsWhatTheMenusWouldLeaveAndListsWhatIsChosen() {
        window.click("inbox-everything");
        window.awaitText("inbox-matches", "250 requests");
        choose("inbox-risk", "High risk (25)");
        window.awaitText("inbox-matches", "25 requests");
        assertThat(rows()).isEqualTo(25);
        choose("inbox-state", "Denied (50)");
        window.awaitText("inbox-matches", "25 requests");
        choose("inbox-state", "Waiting (200)");
        window.awaitText("inbox-matches", "None");
        window.awaitText("inbox-empty", "Nothing fits");
        choose("inbox-state", "Any");
        choose("inbox-risk", "Any");
        window.awaitText("inbox-matches", "250 requests");
        assertThat(window.text("inbox-count")).as("what waits, whatever is listed").isEqualTo("200");
    }

    @Test
    void listsWhatWasDecidedByWhomAndWhen() {
        TestRequest denied = backend.requests.get(4);
        denied.votes.add(new Vote(UUID.randomUUID(), "A.\u202e Lind", List.of(), "deny", "0123456789abcdef", "",
                Instant.now().minus(Duration.ofHours(2)), "e30=", "A".repeat(86) + "==", SignatureAlgorithm.ED25519,
                "A".repeat(43) + "="));
        TestRequest verbose = backend.requests.get(9);
        verbose.votes.add(new Vote(UUID.randomUUID(), "Lind ".repeat(400), List.of(), "approve", "0123456789abcdef", "",
                Instant.now().minus(Duration.ofMinutes(5)), "e30=", "A".repeat(86) + "==", SignatureAlgorithm.ED25519,
                "A".repeat(43) + "="));
        choose("inbox-state", "Waiting");
        window.awaitText("inbox-matches", "200 requests");

        window.click("inbox-decided");
        window.awaitText("inbox-matches", "50 requests");
        window.await("the order in the menu", () -> order().equals("Last decided first"));
        assertThat(window.text("request-decided-" + denied.id)).startsWith("Denied 2 h ago by A.")
                .contains("U+202E", "Lind")
                .doesNotContain("\u202e");
        assertThat(window.text("request-decided-" + verbose.id)).startsWith("Approved 5 min ago").endsWith("…")
                .hasSizeLessThan(80);
        assertThat(window.onWindow(() -> window.node("request-decided-" + backend.requests.get(14).id).isVisible()))
                .as("where nobody decided").isFalse();
        window.picture("13-inbox-decided");
        window.click("inbox-waiting");
        window.awaitText("inbox-matches", "200 requests");
        window.await("the usual order again", () -> order().equals("Riskiest first"));
    }

    @Test
    void listsWhatWaitsForMeByTheKeyboardAlone() {
        window.onWindow(() -> {
            window.node("inbox-mine").requestFocus();
            return true;
        });
        press(KeyCode.SPACE);

        window.awaitText("inbox-matches", "10 requests");
        window.await("them alone", () -> rows() == 10);
    }

    @Test
    void selectsByTheKeyboardAlone() {
        focusList();
        press(KeyCode.HOME);
        press(KeyCode.SPACE);
        window.awaitText("inbox-selected-count", "1 selected");
        robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
        // Of a page of 100 that waits every 20th row is this member's to decide.
        window.awaitText("inbox-selected-count", "5 selected");
        window.picture("13-inbox-selected");

        backend.requests.getFirst().state = RequestState.DENIED;
        backend.publish(ServerEvent.changed(backend.requests.getFirst().id, RequestState.DENIED));
        window.awaitText("inbox-selected-count", "4 selected");
        press(KeyCode.ESCAPE);
        window.await("the bar to leave", () -> !window.shows("inbox-selected"));
    }

    @Test
    void selectsByTheMouseWithoutOpeningTheRequest() {
        UUID first = backend.requests.getFirst().id;
        UUID others = backend.requests.get(1).id;
        window.click("request-select-" + first);
        window.awaitText("inbox-selected-count", "1 selected");
        assertThat(window.shows("request-nothing")).isTrue();
        assertThat(window.shows("request-select-" + others)).as("not to be decided by this member").isFalse();
        window.click("inbox-selected-clear");
        window.await("the bar to leave", () -> !window.shows("inbox-selected"));
    }

    @Test
    void keepsTheCursorOnItsRowWhenTheListIsLoadedAgain() {
        UUID first = backend.requests.getFirst().id;
        focusList();
        press(KeyCode.HOME);
        TestRequest before = request(1);
        backend.requests.addFirst(before);
        backend.publish(ServerEvent.changed(before.id, RequestState.PENDING));
        window.await("the new row", () -> window.onWindow(
                () -> list().getItems().getFirst() instanceof RequestSummary row && row.request().equals(before.id)));
        press(KeyCode.SPACE);
        window.await("the same row to be selected", () -> window.onWindow(
                () -> ((CheckBox) window.node("request-select-" + first)).isSelected()));
    }

    @Test
    void goesOnToTheNextThatWaitsForMeAndKeepsTheKeyboardInTheList() {
        UUID next = backend.requests.get(50).id;
        inbox.showRequest(backend.requests.get(25).id);
        window.awaitText("request-title", "Refund 25");
        window.onWindow(() -> {
            window.node("request-deny").requestFocus();
            return true;
        });
        press(KeyCode.SPACE);
        window.awaitText("request-title", "Refund 50");
        assertThat(window.onWindow(() -> list().isFocused())).isTrue();
        window.await("its row", () -> window.shows("request-row-" + next));
        press(KeyCode.SPACE);
        window.awaitText("inbox-selected-count", "1 selected");
        assertThat(window.onWindow(() -> ((CheckBox) window.node("request-select-" + next)).isSelected())).isTrue();
        assertThat(backend.decisions).hasSize(1);
        assertThat(window.text("decided-outcome")).startsWith("Denied.");
        window.picture("14-inbox-went-on");

        window.click("decided-show");
        window.awaitText("request-title", "Refund 25");
        assertThat(window.shows("decided")).isFalse();
    }

    @Test
    void showsAFloodOfOneAgentAsALineThatOpens() {
        UUID flooding = UUID.randomUUID();
        backend.requests.subList(20, 120).forEach(one -> {
            one.agent = flooding;
            one.agentName = "Bulk agent";
            one.risk = Risk.MEDIUM;
        });
        backend.publish(ServerEvent.changed(backend.requests.get(20).id, RequestState.PENDING));
        window.awaitShown("inbox-agent-" + flooding);
        assertThat(window.onWindow(() -> window.node("inbox-agent-" + flooding).getAccessibleText()))
                .isEqualTo("Bulk agent, 80 requests");
        UUID last = backend.requests.get(22).id;
        window.onWindow(() -> {
            list().scrollTo(12);
            return true;
        });
        window.awaitShown("request-more-" + last);
        assertThat(window.text("request-more-" + last)).isEqualTo("77 more of this agent, medium risk");
        window.picture("15-inbox-flood");

        window.click("request-more-" + last);
        window.awaitText("inbox-matches", "80 requests");
        window.await("all of them", () -> rows() == 80);
        window.click("inbox-agent-" + flooding);
        choose("inbox-risk", "Any");
        window.awaitText("inbox-matches", "200 requests");
    }

    @Test
    void tellsAgentsOfOneNameApart() {
        UUID flooding = UUID.fromString("0190f1c2-0000-7000-8000-00000abc1234");
        UUID another = UUID.fromString("0190f1c2-0000-7000-8000-00000def5678");
        backend.requests.subList(20, 60).forEach(one -> one.agent = flooding);
        backend.requests.subList(60, 120).forEach(one -> one.agent = another);
        backend.publish(ServerEvent.changed(backend.requests.get(20).id, RequestState.PENDING));
        window.awaitShown("inbox-agent-" + flooding);
        assertThat(window.onWindow(() -> window.node("inbox-agent-" + flooding).getAccessibleText()))
                .startsWith("Support agent (…bc1234), ");
        assertThat(window.onWindow(() -> window.node("inbox-agent-" + another).getAccessibleText()))
                .startsWith("Support agent (…ef5678), ");
        choose("inbox-asker", "Support agent (…bc1234)");
        window.awaitText("inbox-matches", "32 requests");
        window.resize(560, 700);
        window.picture("15-inbox-names");
    }

    private void focusList() {
        window.onWindow(() -> {
            list().requestFocus();
            return true;
        });
    }

    private void press(KeyCode key) {
        robot.press(key).release(key);
    }
}
