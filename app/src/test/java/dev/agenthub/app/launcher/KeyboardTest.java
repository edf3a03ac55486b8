package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.FocusRing;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.Arrival;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.PopupWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The window by nothing but keys, on a backend that is real from HTTP to PostgreSQL. */
final class KeyboardTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    private static final int MOST_STOPS = 150;

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final FxRobot robot = new FxRobot();
    private RealBackend backend;
    private BackendClient client;
    private DesktopFlow flow;
    private Window window;
    private FocusRing ring;

    @TempDir
    private Path folder;

    @BeforeEach
    void enrol() throws Exception {
        backend = new RealBackend(folder.resolve("data"));
        client = new BackendClient(backend.uri());
        window = new Window();
        ring = new FocusRing(window);
        String code = backend.invite("Dan Osei", Role.ADMIN);
        KeyFiles keys = QuickKeys.in(folder);
        AppServices services = TestServices.of(tasks, folder);
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, Arrival.of(() -> code),
                new DesktopPlaces(services), IdleTime.USUAL));
        window.begin(flow);
        window.awaitShown("enrol-name");
        tabTo("enrol-name");
        window.write("Dan Osei");
        tabTo("enrol-passphrase");
        window.write(PASSPHRASE);
        tabTo("enrol-repeat");
        window.write(PASSPHRASE);
        tabTo("enrol-submit");
        push(KeyCode.SPACE);
        window.awaitShown("inbox-list");
        window.awaitText("inbox-link", "Live");
    }

    @AfterEach
    void close() {
        window.end(flow);
        window.close();
        client.close();
        tasks.close();
        backend.close();
    }

    private void push(KeyCode... keys) {
        window.press(keys);
    }

    private Node focused() {
        return window.onWindow(() -> window.stage().getScene().getFocusOwner());
    }

    private boolean isFocused(String id) {
        return window.onWindow(() -> window.node(id).isFocused());
    }

    /** Goes on with Tab until the control with this id has the focus; each stop on the way has a ring. */
    private void tabTo(String id) {
        for (int i = 0; i < MOST_STOPS && !isFocused(id); i++) {
            push(KeyCode.TAB);
        }
        assertThat(isFocused(id)).as(id + " is reached by Tab, which ends at " + focused()).isTrue();
        assertThat(ring.fault(focused())).as("the ring of " + id).isEmpty();
    }

    /** The places are one stop, as they are one choice: arrows lead from one to the next. */
    private void goTo(String place) {
        for (int i = 0; i < MOST_STOPS && !(focused() instanceof ToggleButton button
                && button.getStyleClass().contains("rail-button")); i++) {
            push(KeyCode.TAB);
        }
        for (KeyCode arrow : List.of(KeyCode.DOWN, KeyCode.UP)) {
            for (int i = 0; i < 8 && !isFocused(place); i++) {
                push(arrow);
            }
        }
        assertThat(isFocused(place)).as(place + " is reached by keys").isTrue();
    }

    /** Once around the window by Tab, and back. */
    private List<String> walk(String where) {
        List<Node> stops = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Node first = focused();
        do {
            stops.add(focused());
            // What scrolls to it has scrolled.
            window.frame();
            String fault = ring.fault(focused());
            if (!fault.isEmpty()) {
                faults.add(where + ": " + fault);
            }
            push(KeyCode.TAB);
        } while (!focused().equals(first) && stops.size() < MOST_STOPS);
        assertThat(focused()).as("the way comes around in " + where + " after " + stops).isEqualTo(first);
        push(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(focused()).as("the way back in " + where).isEqualTo(stops.getLast());
        return faults;
    }

    @Test
    void everyStopOfTheseScreensHasARing() throws Exception {
        backend.submitTicket("Zip torn\u202E");
        List<String> faults = new ArrayList<>();
        for (Theme theme : Theme.values()) {
            window.onWindow(() -> {
                theme.use();
                return true;
            });
            for (String screen : List.of("inbox", "audit", "verify", "policies", "people", "delegations")) {
                goTo("rail-" + screen);
                push(KeyCode.SPACE);
                window.frame();
                if (screen.equals("inbox")) {
                    push(KeyCode.J);
                    window.awaitShown("request-same-here");
                }
                window.picture("70-" + theme + "-" + screen);
                faults.addAll(walk(theme + " " + screen));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void listsEveryShortcutUntilEscape() {
        push(KeyCode.J);
        window.awaitShown("request-same-here");
        push(KeyCode.D);
        Node before = focused();
        robot.push(KeyCode.SHIFT, KeyCode.SLASH);
        window.await("the list of shortcuts", () -> popups() == 1);
        push(KeyCode.SPACE);
        push(KeyCode.J);
        push(KeyCode.ESCAPE);
        window.await("the list to close", () -> popups() == 0);
        assertThat(focused()).isEqualTo(before);
    }

    private long popups() {
        return window.onWindow(
                () -> javafx.stage.Window.getWindows().stream().filter(PopupWindow.class::isInstance).count());
    }
}
