package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import java.util.stream.IntStream;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workflows of the inbox by nothing but keys. */
final class DecisionKeysTest extends InboxTest {
    private final TestRequest asked = new TestRequest().with(TestBackend.ORG,
            JsonObject.builder().put("lines",
                    JsonArray.ofStrings(
                            IntStream.range(0, 120).mapToObj(i -> "harmless line number " + i).toList()))
                    .build(),
            "https://example.com/refunds");

    DecisionKeysTest() {
        asked.title = "Refund 480.00";
        // What follows the decision in the pane is a way to take the request back.
        asked.cancellable = true;
        backend.requests.add(asked);
    }

    @BeforeEach
    void awaitRow() {
        window.await("the row", () -> rows() == 1);
        // The window opens with the keyboard in the filter, where a letter is text.
        window.press(KeyCode.ENTER);
        window.press(KeyCode.J);
        window.awaitText("request-title", "Refund 480.00");
        window.awaitText("request-armed", "unlocks when all of it");
    }

    private int rows() {
        return window.onWindow(() -> ((ListView<?>) window.node("inbox-list")).getItems().size());
    }

    private boolean isFocused(String id) {
        return window.onWindow(() -> window.node(id).isFocused());
    }

    private void awaitDecision(String word) {
        window.await("the decision", () -> backend.decisions.size() == 1);
        assertThat(backend.decisions.getFirst().decision().word()).isEqualTo(word);
        window.await("the keyboard to be in the list", () -> isFocused("inbox-list"));
        window.frame();
        assertThat(isFocused("inbox-list")).as("the list has the keyboard, nothing that acts").isTrue();
    }

    @Test
    void deniesWithAReason() {
        window.press(KeyCode.D);
        assertThat(isFocused("request-deny")).isTrue();
        window.press(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(isFocused("request-reason")).isTrue();
        window.write("Paid twice already");
        window.press(KeyCode.TAB);
        assertThat(isFocused("request-deny")).isTrue();
        window.press(KeyCode.SPACE);
        awaitDecision("deny");
    }

    @Test
    void approvesWhatWasReadToTheEnd() {
        window.press(KeyCode.R);
        window.await("all of it to have been on screen", () -> {
            if (window.text("request-size").contains("all shown")) {
                return true;
            }
            window.look();
            window.press(KeyCode.SPACE);
            return false;
        });
        window.await("Approve to be armed", () -> !window.node("request-approve").isDisabled());
        window.press(KeyCode.A);
        assertThat(isFocused("request-approve")).isTrue();
        window.press(KeyCode.SPACE);
        awaitDecision("approve");
    }

    @Test
    void searchesAndClears() {
        window.write("/");
        assertThat(isFocused("inbox-filter")).isTrue();
        window.write("nothing of this kind");
        window.await("no row to fit", () -> rows() == 0);
        window.press(KeyCode.ESCAPE);
        window.await("the row to be back", () -> rows() == 1);
        assertThat(window.typed("inbox-filter")).isEmpty();
        assertThat(isFocused("inbox-list")).isTrue();
    }
}
