package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Role;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.testing.Contrast;
import dev.agenthub.app.testing.Keyboard;
import dev.agenthub.app.testing.Pictures;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.testing.WindowSize;
import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.lock.IdleTime;
import dev.agenthub.app.ui.signin.SignInContext;
import dev.agenthub.db.Thorough;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.stage.PopupWindow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The window operated by keyboard only, with a real backend and PostgreSQL. */
final class KeyboardTest {
    private static final String PASSPHRASE = "orbit velvet candle";
    /** The colours of the ring are tried against every surface of both by {@code RingContrastTest}. */
    private static final List<Theme> WALKED = Thorough.ON ? List.of(Theme.values()) : List.of(Theme.LIGHT);
    private static final List<String> SCREENS = Thorough.ON
            ? List.of("inbox", "audit", "verify", "policies", "connections", "people", "delegations")
            : List.of("inbox");

    private final FxTaskRunner tasks = new FxTaskRunner();
    private final FxRobot robot = new FxRobot();
    private RealBackend backend;
    private BackendClient client;
    private DesktopFlow flow;
    private Window window;
    private Keyboard keyboard;

    @TempDir
    private Path folder;

    @BeforeEach
    void enrol() throws Exception {
        backend = new RealBackend(folder.resolve("data"));
        client = new BackendClient(backend.uri());
        window = new Window();
        keyboard = new Keyboard(window);
        String code = backend.invite("Dan Osei", List.of(Role.ADMIN, Role.APPROVER), "approvers");
        KeyFiles keys = QuickKeys.in(folder);
        AppServices services = TestServices.of(tasks, folder);
        flow = window.onWindow(() -> new DesktopFlow(services, keys, client, SignInContext.of(() -> code),
                new DesktopScreens(services), IdleTime.DEFAULT));
        window.begin(flow);
        window.awaitShown("enrol-name");
        keyboard.tabTo("enrol-name");
        keyboard.write("Dan Osei");
        keyboard.tabTo("enrol-passphrase");
        keyboard.write(PASSPHRASE);
        keyboard.tabTo("enrol-repeat");
        keyboard.write(PASSPHRASE);
        keyboard.tabTo("enrol-submit");
        keyboard.press(KeyCode.SPACE);
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

    @Test
    void everyStopOfTheseScreensHasARing() throws Exception {
        backend.submitTicket("Zip torn\u202E");
        List<String> faults = new ArrayList<>();
        for (Theme theme : WALKED) {
            use(theme);
            for (String screen : SCREENS) {
                keyboard.open(screen);
                if (screen.equals("inbox")) {
                    keyboard.press(KeyCode.J);
                    window.awaitShown("request-same-here");
                }
                window.picture("70-" + theme + "-" + screen);
                faults.addAll(keyboard.walk(theme + " " + screen));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Thorough.Only
    @Test
    void everyStopOfADecisionHasARing() throws Exception {
        backend.submitTicket("Pole bent");
        backend.submitTicket("Pole bent again");
        keyboard.tabTo("inbox-filter");
        keyboard.write("Pole bent");
        keyboard.press(KeyCode.ENTER);
        window.awaitText("inbox-matches", "2");
        keyboard.press(KeyCode.J);
        window.awaitShown("request-same-here");
        keyboard.press(KeyCode.R);
        window.await("Approve to be armed", () -> {
            if (!window.node("request-approve").isDisabled()) {
                return true;
            }
            window.look();
            keyboard.press(KeyCode.SPACE);
            return false;
        });
        List<String> faults = new ArrayList<>(keyboard.walk("inbox", "request-approve", "request-deny",
                "request-reason", "request-edit", "inbox-state", "inbox-order"));
        String view = "view-exact";
        for (String next : List.of("view-read", "view-tree", "view-hex", "view-changes")) {
            keyboard.tabTo(view);
            keyboard.press(KeyCode.RIGHT);
            keyboard.press(KeyCode.SPACE);
            assertThat(keyboard.isAt(next)).isTrue();
            window.picture("73-" + next);
            faults.addAll(keyboard.walkTo("request-reason", next));
            view = next;
        }
        keyboard.tabToAndPress("request-edit");
        keyboard.awaitAt("edit-arguments");
        faults.addAll(keyboard.walk("edit", "edit-reason", "edit-back", "edit-replace"));
        keyboard.tabToAndPress("edit-back");
        keyboard.tabTo("inbox-list");
        keyboard.press(KeyCode.SHORTCUT, KeyCode.A);
        keyboard.tabToAndPress("inbox-decide");
        keyboard.awaitAt("batch-show-next");
        faults.addAll(keyboard.walk("batch", "batch-leave-out", "batch-list", "batch-reason", "batch-deny"));
        window.picture("73-batch");
        assertThat(faults).isEmpty();
    }

    private void use(Theme theme) {
        window.onWindow(() -> {
            theme.use();
            return true;
        });
    }

    @Test
    void menusShowWhereTheKeyboardIs() {
        for (Theme theme : Theme.values()) {
            use(theme);
            keyboard.open("inbox");
            showsItsStep("inbox-state", KeyCode.DOWN, theme);
            keyboard.open("delegations");
            showsItsStep("delegate-last", KeyCode.RIGHT, theme);
        }
    }

    /** Opens what this control chooses from, and sees the step from one choice to the next. */
    private void showsItsStep(String id, KeyCode step, Theme theme) {
        keyboard.tabTo(id);
        keyboard.press(KeyCode.F4);
        window.await("the menu of " + id, () -> popups() == 1);
        window.frame();
        WritableImage before = menu("75-" + theme + "-" + id);
        keyboard.press(step);
        window.frame();
        WritableImage after = menu("75-" + theme + "-" + id + "-step");
        assertThat(seen(before, after)).as("pixels that show the step in " + id).isGreaterThan(40);
        keyboard.press(KeyCode.ESCAPE);
        window.await("the menu to close", () -> popups() == 0);
        assertThat(keyboard.isAt(id)).isTrue();
    }

    private WritableImage menu(String name) {
        return window.onWindow(() -> {
            Scene menu = popup().orElseThrow().getScene();
            Pictures.take(menu, name);
            return menu.snapshot(null);
        });
    }

    private static int seen(WritableImage before, WritableImage after) {
        int seen = 0;
        for (int y = 0; y < Math.min(before.getHeight(), after.getHeight()); y++) {
            for (int x = 0; x < Math.min(before.getWidth(), after.getWidth()); x++) {
                if (Contrast.of(before.getPixelReader().getColor(x, y),
                        after.getPixelReader().getColor(x, y)) >= Contrast.OF_FOCUS) {
                    seen++;
                }
            }
        }
        return seen;
    }

    @Test
    void listsEveryShortcutUntilEscape() {
        // Live says nothing of the list, which may still be empty.
        window.awaitText("inbox-matches", "request");
        keyboard.press(KeyCode.J);
        window.awaitShown("request-same-here");
        keyboard.press(KeyCode.D);
        Node before = keyboard.focused();
        robot.push(KeyCode.SHIFT, KeyCode.SLASH);
        window.await("the list of shortcuts", () -> popups() == 1);
        keyboard.press(KeyCode.SPACE);
        keyboard.press(KeyCode.J);
        keyboard.press(KeyCode.ESCAPE);
        window.await("the list to close", () -> popups() == 0);
        assertThat(keyboard.focused()).isEqualTo(before);
    }

    /** All of it lies in the window, or is scrolled to by keys. */
    @Test
    void listsTheShortcutsInsideOfTheWindow() {
        for (Theme theme : Theme.values()) {
            use(theme);
            for (WindowSize size : List.of(WindowSize.SMALLEST, WindowSize.DEFAULT)) {
                listsTheShortcutsInside(theme, size);
            }
        }
    }

    private void listsTheShortcutsInside(Theme theme, WindowSize size) {
        window.resize(size.width(), size.height());
        robot.push(KeyCode.SHIFT, KeyCode.SLASH);
        window.await("the list of shortcuts", () -> popups() == 1);
        window.frame();
        String name = "71-" + theme + "-shortcuts-" + size;
        window.onWindow(() -> {
            PopupWindow list = popup().orElseThrow();
            Pictures.take(list.getScene(), name);
            assertThat(list.getX()).isBetween(0., size.width() - list.getWidth());
            assertThat(list.getY()).isBetween(0., size.height() - list.getHeight());
            return true;
        });
        keyboard.press(KeyCode.END);
        window.frame();
        window.onWindow(() -> {
            Scene list = popup().orElseThrow().getScene();
            Pictures.take(list, name + "-end");
            Node last = ((ScrollPane) list.lookup("#shortcuts")).getContent();
            assertThat(last.localToScene(last.getLayoutBounds()).getMaxY()).isLessThanOrEqualTo(list.getHeight());
            return true;
        });
        keyboard.press(KeyCode.ESCAPE);
        window.await("the list to close", () -> popups() == 0);
    }

    private long popups() {
        return window.onWindow(() -> popup().stream().count());
    }

    private static Optional<PopupWindow> popup() {
        return javafx.stage.Window.getWindows().stream().filter(PopupWindow.class::isInstance)
                .map(PopupWindow.class::cast).findFirst();
    }
}
