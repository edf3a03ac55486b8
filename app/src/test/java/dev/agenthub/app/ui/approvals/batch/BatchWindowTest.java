package dev.agenthub.app.ui.approvals.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Risk;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.InboxTest;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.statement.Decision;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several requests decided together, by mouse and by keyboard. */
final class BatchWindowTest extends InboxTest {
    private final TestRequest refund;
    private final TestRequest mail;
    private final TestRequest ticket;

    BatchWindowTest() {
        refund = request("Refund 480.00 EUR to cus_9fKq2 for order 10482, which arrived broken", Risk.HIGH);
        mail = request("Send mail to lind@example.com", Risk.LOW);
        ticket = request("Create ticket “Zip torn”", Risk.MEDIUM);
    }

    @BeforeEach
    void awaitRows() {
        window.awaitText("inbox-link", "Live");
        window.awaitShown("request-select-" + ticket.id);
    }

    private TestRequest request(String title, Risk risk) {
        TestRequest request = TestRequest.of(JsonObject.builder().put("title", title).build()).addedTo(backend);
        request.title = title;
        request.risk = risk;
        return request;
    }

    /** At the sizes that it has beside the places on the left of the main window, and without them. */
    private void picture(String name) {
        for (int[] size : new int[][]{{800, 700}, {1000, 700}, {1280, 800}}) {
            window.resize(size[0], size[1]);
            window.picture(name + "-" + size[0]);
            for (String part : List.of("batch", "batch-reading", "inbox-selected", "inbox-list")) {
                assertThat(window.onWindow(() -> {
                    // A text that changed a moment ago is drawn with the next frame.
                    window.stage().getScene().getRoot().layout();
                    return cut(window.node(part));
                })).as(part + " cut off at " + size[0]).isEmpty();
            }
        }
    }

    /** The texts that do not fit into their labels. */
    private static List<String> cut(Node node) {
        List<String> found = new ArrayList<>();
        if (!node.isVisible()) {
            return found;
        }
        if (node instanceof Labeled label && label.getText() != null && label.lookup(".text") instanceof Text drawn
                && !drawn.getText().equals(label.getText())) {
            found.add(label.getText());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> found.addAll(cut(child)));
        }
        return found;
    }

    @Test
    void approvesWhatWasShownOneAfterTheOther() {
        List.of(refund, mail, ticket).forEach(one -> window.click("request-select-" + one.id));
        window.awaitText("inbox-selected-count", "3 selected");
        window.click("inbox-decide");
        window.awaitText("batch-unshown", "3 requests were not shown whole yet");
        assertThat(window.node("batch-approve").isDisabled()).isTrue();
        picture("50-batch-unshown");

        window.click("batch-show-next");
        window.awaitText("request-title", "Refund");
        window.readPayload();
        window.awaitText("batch-reading-words", "2 not shown whole yet");
        picture("51-batch-reading");
        window.click("batch-reading-next");
        window.awaitText("request-title", "Send mail");
        window.readPayload();
        window.click("batch-reading-next");
        window.awaitText("request-title", "Create ticket");
        window.readPayload();
        window.awaitText("batch-reading-words", "all shown whole");
        window.click("batch-reading-back");

        window.awaitShown("batch-reason");
        window.type("batch-reason", "Photos checked");
        picture("52-batch-choose");
        mail.refuses = ErrorCode.STEP_UP_REQUIRED;
        window.click("batch-approve");
        window.awaitText("batch-title", "Approve 3 requests");
        picture("53-batch-confirm");
        window.click("batch-confirm");

        window.awaitText("batch-lead", "1 of 3 approved. 1 refused. 1 not sent.");
        picture("54-batch-result");
        assertThat(window.text("batch-outcome-" + mail.id)).contains("STEP_UP_REQUIRED");
        assertThat(backend.decisions).singleElement().matches(said -> said.request().equals(refund.id)
                && said.decision() == Decision.APPROVE && said.reason().equals("Photos checked"));
        window.click("batch-done");
        window.awaitText("inbox-selected-count", "2 selected");
        window.awaitShown("request-nothing");
    }

    @Test
    void deniesByTheKeyboardAlone() {
        window.onWindow(() -> {
            window.node("inbox-list").requestFocus();
            return true;
        });
        window.press(KeyCode.CONTROL, KeyCode.A);
        window.awaitText("inbox-selected-count", "3 selected");
        tabTo("inbox-decide");
        press(KeyCode.SPACE);
        window.await("the focus to lie on what shows the next one", () -> hasFocus("batch-show-next"));
        tabTo("batch-reason");
        window.write("Not now");
        press(KeyCode.ENTER);
        assertThat(window.shows("batch-reason")).as("Enter decides nothing").isTrue();
        tabTo("batch-deny");
        press(KeyCode.SPACE);

        window.await("the focus to lie on Back", () -> hasFocus("batch-back"));
        press(KeyCode.ESCAPE);
        window.awaitShown("batch-reason");
        tabTo("batch-deny");
        press(KeyCode.SPACE);
        window.await("the button to be armed", () -> !window.node("batch-confirm").isDisabled());
        assertThat(hasFocus("batch-back")).isTrue();
        tabTo("batch-confirm");
        press(KeyCode.SPACE);

        window.awaitText("batch-lead", "3 of 3 denied.");
        window.await("the focus to lie on Done", () -> hasFocus("batch-done"));
        press(KeyCode.SPACE);
        window.await("the list to have the focus", () -> hasFocus("inbox-list"));
        assertThat(backend.decisions).hasSize(3).allMatch(
                said -> said.decision() == Decision.DENY && said.reason().equals("Not now"));
    }

    @Test
    void showsNothingAsReadThatLiesBehindThePane() {
        window.click("request-select-" + refund.id);
        window.click("inbox-decide");
        window.awaitShown("batch-unshown");
        window.frame();
        assertThat(window.text("batch-unshown")).startsWith("1 request was not shown whole yet");
        assertThat(window.shows("request-payload")).isFalse();
    }

    private void press(KeyCode key) {
        window.press(key);
    }

    private boolean hasFocus(String id) {
        return window.onWindow(() -> window.node(id).isFocused());
    }

    /** Goes on with Tab until the control has the focus. */
    private void tabTo(String id) {
        for (int i = 0; i < 40 && !hasFocus(id); i++) {
            press(KeyCode.TAB);
            window.frame();
        }
        assertThat(hasFocus(id)).as(id + " is reached by Tab").isTrue();
    }
}
