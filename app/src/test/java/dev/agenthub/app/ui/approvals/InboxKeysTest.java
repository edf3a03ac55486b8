package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Eligibility;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/** The keys of the inbox, in a real window. */
final class InboxKeysTest extends InboxTest {
    private final FxRobot robot = new FxRobot();
    private @Nullable HeldMoments moments;

    InboxKeysTest() {
        for (int i = 0; i < 120; i++) {
            TestRequest request = new TestRequest().with(TestBackend.ORG,
                    JsonObject.builder().put("number", String.valueOf(i)).build(), "https://example.com/r");
            request.title = "Refund " + i;
            request.eligibility = Eligibility.yes();
            backend.requests.add(request);
        }
    }

    @Override
    protected AppServices services(TaskRunner tasks) {
        var held = new HeldMoments(tasks);
        moments = held;
        return super.services(held);
    }

    @BeforeEach
    void awaitFirstPage() {
        window.await("the first page", () -> rows() == 100);
        focus("inbox-order");
    }

    private ListView<?> list() {
        return (ListView<?>) window.node("inbox-list");
    }

    private int rows() {
        return window.onWindow(() -> list().getItems().size());
    }

    private boolean isFocused(String id) {
        return window.onWindow(() -> window.node(id).isFocused());
    }

    private void focus(String id) {
        window.onWindow(() -> {
            window.node(id).requestFocus();
            return true;
        });
    }

    private void push(KeyCode... keys) {
        robot.push(keys);
    }

    private boolean isReading() {
        return window.onWindow(() -> ((ExactTextView) window.node("request-payload")).list().isFocused());
    }

    /** To whatever has the focus, as the platform does. */
    private void fire(EventType<KeyEvent> type, KeyCode key) {
        window.onWindow(() -> {
            Event.fireEvent(window.stage().getScene().getFocusOwner(),
                    new KeyEvent(type, "", "", key, false, false, false, false));
            return true;
        });
    }

    /** As the platform sends it where a layout types {@code character} with the key {@code code}. */
    private void send(KeyCode code, String character) {
        send(code, character, false);
    }

    private void send(KeyCode code, String character, boolean meta) {
        window.onWindow(() -> {
            Scene scene = window.stage().getScene();
            Node focused = scene.getFocusOwner();
            Event.fireEvent(focused, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, meta));
            Event.fireEvent(scene.getFocusOwner(),
                    new KeyEvent(KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, meta));
            return true;
        });
    }

    @Test
    void goesFromRequestToRequestWhereverTheFocusIs() {
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 0");
        assertThat(isFocused("inbox-list")).isTrue();
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 1");
        focus("request-deny");
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 2");
        push(KeyCode.K);
        window.awaitText("request-title", "Refund 1");
        assertThat(isFocused("inbox-list")).isTrue();
        push(KeyCode.CONTROL, KeyCode.J);
        push(KeyCode.ALT, KeyCode.J);
        send(KeyCode.J, "j", true);
        window.frame();
        assertThat(window.text("request-title")).contains("Refund 1");
        for (int i = 2; i < 30; i++) {
            push(KeyCode.J);
        }
        window.awaitText("request-title", "Refund 29");
        window.await("its row in sight", () -> window.shows("request-row-" + backend.requests.get(29).id));
    }

    @Test
    void loadsMoreAtTheEnd() {
        inbox.showRequest(backend.requests.get(99).id);
        window.awaitText("request-title", "Refund 99");
        window.onWindow(() -> {
            list().getFocusModel().focus(99);
            return true;
        });
        push(KeyCode.J);
        window.await("the rest", () -> window.onWindow(() -> list().getItems().size() == 120));
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 100");
    }

    @Test
    void lettersAreTextInText() {
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 0");
        push(KeyCode.SLASH);
        assertThat(isFocused("inbox-filter")).isTrue();
        assertThat(window.typed("inbox-filter")).as("the key that led there").isEmpty();
        robot.write("jkard/?", 0);
        assertThat(window.typed("inbox-filter")).isEqualTo("jkard/?");
        assertThat(window.text("request-title")).contains("Refund 0");
        push(KeyCode.ESCAPE);
        assertThat(window.typed("inbox-filter")).isEmpty();
        assertThat(isFocused("inbox-list")).isTrue();
        push(KeyCode.SLASH);
        push(KeyCode.DIGIT7);
        push(KeyCode.ENTER);
        assertThat(window.typed("inbox-filter")).isEqualTo("7");
        assertThat(isFocused("inbox-list")).isTrue();
    }

    @Test
    void lettersDoNothingWhileAMenuIsOpen() {
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 0");
        focus("inbox-risk");
        window.onWindow(() -> {
            ((ComboBox<?>) window.node("inbox-risk")).show();
            return true;
        });
        push(KeyCode.J);
        window.frame();
        assertThat(window.text("request-title")).contains("Refund 0");
        push(KeyCode.ESCAPE);
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 1");
    }

    @Test
    void otherLayoutsReachTheSameKeys() {
        send(KeyCode.J, "\u043E");
        window.awaitText("request-title", "Refund 0");
        send(KeyCode.Q, "j");
        window.awaitText("request-title", "Refund 1");
        send(KeyCode.UNDEFINED, "J");
        window.awaitText("request-title", "Refund 2");
        send(KeyCode.J, "h");
        window.frame();
        assertThat(window.text("request-title")).as("of a Latin layout the letter counts").contains("Refund 2");
        send(KeyCode.COLON, "/");
        assertThat(isFocused("inbox-filter")).isTrue();
    }

    @Test
    void takesTheKeyboardToWhatIsReadAndToTheButtonsAndDecidesNothing() {
        backend.requests.getFirst().with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(
                IntStream.range(0, 200).mapToObj(i -> "harmless line number " + i).toList())).build(),
                "https://example.com/refunds");
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 0");
        window.awaitText("request-armed", "unlocks when all of it");
        push(KeyCode.A);
        assertThat(isReading()).as("while Approve is locked").isTrue();
        window.await("all of it to have been on screen", () -> {
            if (window.text("request-size").contains("all shown")) {
                return true;
            }
            window.frame();
            push(KeyCode.SPACE);
            return false;
        });
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        push(KeyCode.HOME);
        push(KeyCode.D);
        assertThat(isFocused("request-deny")).isTrue();
        push(KeyCode.R);
        assertThat(isReading()).isTrue();
        push(KeyCode.A);
        assertThat(isFocused("request-approve")).isTrue();
        window.picture("17-approve-focused");
        push(KeyCode.A);
        assertThat(backend.decisions).isEmpty();
        push(KeyCode.SPACE);
        window.await("the decision", () -> backend.decisions.size() == 1);
        assertThat(backend.decisions.getFirst().decision().word()).isEqualTo("approve");
    }

    @Test
    void aKeyHeldFromElsewhereDecidesNothing() {
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 0");
        window.readPayload();
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        for (KeyCode key : List.of(KeyCode.ENTER, KeyCode.SPACE)) {
            for (String elsewhere : List.of("request-reason", "inbox-order")) {
                for (String decides : List.of("request-approve", "request-deny")) {
                    focus(elsewhere);
                    fire(KeyEvent.KEY_PRESSED, key);
                    focus(decides);
                    // The robot leaves repeats out, a keyboard does not.
                    fire(KeyEvent.KEY_PRESSED, key);
                    fire(KeyEvent.KEY_PRESSED, key);
                    fire(KeyEvent.KEY_RELEASED, key);
                    window.frame();
                    assertThat(backend.decisions).as(key + " held from " + elsewhere).isEmpty();
                }
            }
        }
        push(KeyCode.R);
        push(KeyCode.ENTER);
        focus("inbox-list");
        push(KeyCode.ENTER);
        window.frame();
        assertThat(backend.decisions).as("Enter in the bytes and in the list").isEmpty();
        push(KeyCode.A);
        push(KeyCode.SPACE);
        window.await("the decision", () -> backend.decisions.size() == 1);
    }

    @Test
    void goingOnArmsAnew() {
        push(KeyCode.J);
        window.awaitText("request-title", "Refund 0");
        window.onWindow(() -> {
            Objects.requireNonNull(moments).hold();
            return true;
        });
        window.readPayload();
        letTheMomentPass();
        push(KeyCode.A);
        assertThat(isFocused("request-approve")).isTrue();
        push(KeyCode.J);
        push(KeyCode.A);
        push(KeyCode.ENTER);
        window.awaitText("request-title", "Refund 1");
        window.readPayload();
        window.awaitText("request-armed", "in a moment");
        push(KeyCode.A);
        assertThat(isReading()).as("Approve is not armed for this one yet").isTrue();
        push(KeyCode.ENTER);
        push(KeyCode.SPACE);
        window.frame();
        assertThat(backend.decisions).isEmpty();
        letTheMomentPass();
        push(KeyCode.A);
        push(KeyCode.ENTER);
        window.await("the decision", () -> backend.decisions.size() == 1);
        assertThat(backend.decisions.getFirst().request()).isEqualTo(backend.requests.get(1).id);
    }

    private void letTheMomentPass() {
        window.await("Approve to be armed", () -> window.onWindow(() -> {
            Objects.requireNonNull(moments).pass();
            return !window.node("request-approve").isDisabled();
        }));
    }
}
