package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.approvals.reading.OnScreen;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Background;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import javafx.stage.Popup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** Nothing is approved while any of what stays around the bytes is out of sight. */
final class PinnedPartsTest {
    private static final String READY = "Your key signs exactly these bytes.";
    private static final String WAITS = "Approve waits until you can see all of ";

    private final FxRobot robot = new FxRobot();
    private final TestRequest request = new TestRequest();
    private ApprovalsWindow approvals;
    private TestBackend backend;
    private Window window;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws Exception {
        approvals = new ApprovalsWindow(folder);
        window = approvals.window();
        backend = approvals.backend();
        request.with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(), "https://example.com/refunds");
        backend.requests.add(request);
    }

    @AfterEach
    void close() {
        approvals.close();
    }

    private void arm() {
        approvals.show(request.id);
        window.readPayload();
        awaitArmed();
    }

    private void awaitArmed() {
        window.awaitText("request-armed", READY);
        assertThat(isLocked()).isFalse();
    }

    private boolean isLocked() {
        return window.onWindow(() -> window.node("request-approve").isDisabled());
    }

    private Bounds place(String id) {
        return window.onWindow(() -> {
            Node node = window.node(id);
            return node.localToScene(node.getLayoutBounds());
        });
    }

    private void makeSceneHigh(double height) {
        double frame = window.onWindow(() -> window.stage().getHeight() - window.stage().getScene().getHeight());
        window.resize(1280, (int) Math.round(height + frame));
    }

    @Test
    void locksWhileTheWindowCutsOffTheWordsThoughTheWholeButtonIsInIt() {
        arm();
        // Lower than all that stays needs, so that from here on nothing moves up any more.
        makeSceneHigh(120);
        double between = (place("request-approve").getMaxY() + place("request-armed").getMaxY()) / 2;
        makeSceneHigh(between);
        assertThat(window.onWindow(() -> OnScreen.isWhole(window.node("request-approve")))).isTrue();
        window.awaitText("request-armed", WAITS + "the words at the buttons");
        assertThat(isLocked()).isTrue();

        makeSceneHigh(place("request-hash").getMinY() + 4);
        window.awaitText("request-armed", WAITS + "the hash, the words at the buttons, and the buttons");
        assertThat(isLocked()).isTrue();

        makeSceneHigh(800);
        awaitArmed();
    }

    @Test
    void locksWhileAnythingLiesOverAPart() {
        arm();
        Map<String, String> parts = Map.of("request-title-lines", "the title", "request-expires", "the risk",
                "request-progress", "the votes", "request-hash", "the hash", "request-phrase", "the hash",
                "request-reason", "the words", "request-deny", "the buttons");
        Popup popup = window.onWindow(Popup::new);
        // The window is wider than the screen of the Headless platform.
        popup.setAutoFix(false);
        parts.forEach((id, words) -> {
            Bounds place = place(id);
            window.onWindow(() -> {
                popup.getContent().setAll(new Rectangle(6, 6, Color.BLACK));
                popup.show(window.stage(), place.getMinX() + window.stage().getScene().getX() + 2,
                        place.getMinY() + window.stage().getScene().getY() + 2);
                return true;
            });
            window.awaitText("request-armed", WAITS + words);
            assertThat(isLocked()).as(id).isTrue();
            window.onWindow(() -> {
                popup.hide();
                return true;
            });
            // The words are as long as before then, and everything where it was.
            window.await("it to be seen again", () -> !window.text("request-armed").startsWith(WAITS));
            window.frame();
        });
        awaitArmed();
    }

    @Test
    void locksWhileSomethingInTheWindowLiesOverTheHash() {
        arm();
        Bounds hash = place("request-hash");
        Region over = window.onWindow(() -> {
            Region region = new Region();
            region.setManaged(false);
            region.setBackground(Background.fill(Color.BLACK));
            region.resizeRelocate(hash.getMinX() + 40, hash.getMinY() + 2, 20, 6);
            ((Pane) window.stage().getScene().getRoot()).getChildren().add(region);
            return region;
        });
        window.awaitText("request-armed", WAITS + "the hash");
        window.picture("73-over-the-hash");
        window.onWindow(() -> {
            window.node("request-approve").requestFocus();
            return true;
        });
        robot.push(KeyCode.SPACE);
        window.frame();
        assertThat(backend.decisions).isEmpty();
        window.onWindow(() -> ((Pane) window.stage().getScene().getRoot()).getChildren().remove(over));
        awaitArmed();
    }

    @Test
    void itsOwnTooltipDoesNotLockTheButton() {
        arm();
        robot.moveTo("#request-approve");
        window.await("the tooltip", () -> window.onWindow(() -> javafx.stage.Window.getWindows().stream()
                .anyMatch(shown -> shown instanceof Tooltip tip && tip.getText().contains("A takes the keyboard"))));
        window.frame();
        assertThat(window.text("request-armed")).startsWith(READY);
        assertThat(isLocked()).isFalse();
    }

    @Test
    void theListOfShortcutsHidesBytesAndDecidesNothing() {
        request.with(TestBackend.ORG, JsonObject.builder().put("lines", JsonArray.ofStrings(
                IntStream.range(0, 3).mapToObj(i -> "harmless ".repeat(60)).toList())).build(),
                "https://example.com/refunds");
        robot.push(KeyCode.SHIFT, KeyCode.SLASH);
        window.await("the list", this::isListOpen);
        approvals.show(request.id);
        // What stands beside the list counts.
        window.awaitFirstRows();
        window.frame();
        assertThat(window.text("request-size")).as("what is under the list").doesNotContain("all shown");
        assertThat(isLocked()).isTrue();
        robot.push(KeyCode.ESCAPE);
        window.await("the list to close", () -> !isListOpen());
        window.readPayload();
        awaitArmed();

        for (String decides : new String[]{"request-approve", "request-deny"}) {
            window.onWindow(() -> {
                window.node(decides).requestFocus();
                return true;
            });
            robot.push(KeyCode.SHIFT, KeyCode.SLASH);
            window.await("the list", this::isListOpen);
            robot.push(KeyCode.SPACE);
            robot.push(KeyCode.ENTER);
            robot.push(KeyCode.ESCAPE);
            window.await("the list to close", () -> !isListOpen());
            window.frame();
            assertThat(backend.decisions).as("behind the list, at " + decides).isEmpty();
            awaitArmed();
        }
        robot.push(KeyCode.A);
        robot.push(KeyCode.SPACE);
        window.await("the decision", () -> backend.decisions.size() == 1);
    }

    private boolean isListOpen() {
        return window.onWindow(() -> javafx.stage.Window.getWindows().stream()
                .anyMatch(shown -> shown instanceof Popup && shown.isShowing()));
    }
}
