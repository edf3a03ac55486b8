package dev.agenthub.app.ui.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.Window;
import dev.agenthub.evidence.canonical.JsonObject;
import java.nio.file.Path;
import javafx.event.Event;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ListCell;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What opens a request in a narrow window, and what leaves the list there. */
final class InboxFoldTest {
    private final TestRequest request = new TestRequest();
    private ApprovalsWindow approvals;
    private Window window;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        approvals = new ApprovalsWindow(folder);
        window = approvals.window();
        request.with(TestBackend.ORG, JsonObject.builder().put("note", "short").build(), "https://example.com/refunds");
        approvals.backend().requests.add(request);
        approvals.backend().publish(ServerEvent.created(request.id, RequestState.PENDING));
        window.resize(1280, 800);
    }

    @AfterEach
    void close() {
        approvals.close();
    }

    private void showNarrowList() {
        window.resize(1000, 700);
        window.click("request-row-" + request.id);
        window.awaitShown("request-same-here");
        window.click("inbox-back");
        window.await("the list alone", () -> window.shows("inbox-list") && !window.shows("request-same-here"));
    }

    @Test
    void keepsTheListInFrontWhileANarrowWindowIsResized() {
        showNarrowList();
        window.resize(950, 700);
        assertThat(window.shows("inbox-list")).isTrue();
        assertThat(window.shows("request-same-here")).isFalse();
    }

    @Test
    void opensNothingByAClickBelowTheRows() {
        showNarrowList();
        window.onWindow(() -> {
            ListCell<?> empty = window.node("inbox-list").lookupAll(".list-cell").stream()
                    .map(cell -> (ListCell<?>) cell)
                    .filter(ListCell::isEmpty).findFirst().orElseThrow();
            Event.fireEvent(empty, new MouseEvent(MouseEvent.MOUSE_CLICKED, 1, 1, 1, 1, MouseButton.PRIMARY, 1, false,
                    false, false, false, false, false, false, false, false, true, null));
            return true;
        });
        window.frame();
        assertThat(window.shows("inbox-list")).isTrue();

        window.click("request-row-" + request.id);
        window.awaitShown("request-same-here");
        assertThat(window.shows("inbox-list")).isFalse();
    }

    @Test
    void opensNothingWhereARowIsSelected() {
        showNarrowList();
        window.click("request-select-" + request.id);
        window.await("the row to be selected",
                () -> ((CheckBox) window.node("request-select-" + request.id)).isSelected());
        assertThat(window.shows("inbox-list")).isTrue();
        assertThat(window.shows("request-same-here")).isFalse();
    }

    @Test
    void opensARowByEnterAndTakesTheKeyboardAlong() {
        showNarrowList();
        window.await("the keyboard in the list", () -> window.onWindow(() -> window.node("inbox-list").isFocused()));
        window.press(KeyCode.ENTER);
        window.await("the request", () -> window.shows("request-same-here") && !window.shows("inbox-list"));
        assertThat(window.onWindow(() -> window.node("inbox-back").isFocused())).isTrue();
        window.resize(1280, 800);
        window.await("both", () -> window.shows("inbox-list") && window.shows("request-same-here"));
        assertThat(window.shows("inbox-back")).isFalse();
    }

    /** The controls above the list get no narrower with smaller words. */
    @Test
    void keepsTheWidthOfTheListWithSmallWords() {
        double usual = listWidth();
        window.onWindow(() -> {
            window.textSize().set(80);
            return true;
        });
        window.frame();
        assertThat(listWidth()).isEqualTo(usual);
        window.onWindow(() -> {
            window.textSize().set(150);
            return true;
        });
        window.resize(2000, 800);
        assertThat(listWidth()).isGreaterThan(usual * 1.4);
    }

    @Test
    void givesTheListOfAWideWindowRoomForLongTitles() {
        double usual = listWidth();
        window.resize(2560, 800);
        assertThat(listWidth()).isBetween(usual * 1.4, usual * 1.5);
        window.resize(1280, 800);
        assertThat(listWidth()).isEqualTo(usual);
    }

    private double listWidth() {
        return window.onWindow(() -> ((Region) window.node("inbox-side")).getWidth());
    }
}
