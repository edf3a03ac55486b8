package dev.agenthub.app.testing;

import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Fonts;
import dev.agenthub.app.ui.common.FxTaskRunner;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.Theme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.service.query.NodeQuery;
import org.testfx.util.NodeQueryUtils;
import org.testfx.util.WaitForAsyncUtils;

/** Tests one screen in a real window on the Headless platform, with real threads and a fixed clock. */
public abstract class ScreenTest {
    private final FxTaskRunner tasks = new FxTaskRunner();
    private final ScriptedDialogs dialogs = new ScriptedDialogs();
    private final FxRobot robot = new FxRobot();
    @TempDir
    private Path folder = Path.of("");
    private @Nullable Screen screen;
    private @Nullable Stage stage;

    /** The screen under test. */
    protected abstract Screen screen();

    @BeforeEach
    void openTheWindow() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        FxToolkit.setupStage(this::open);
    }

    private void open(Stage window) {
        Fonts.load();
        Theme.LIGHT.use();
        stage = window;
        screen = screen();
        var scene = new Scene(screen.root(), 1000, 760);
        Theme.style(scene);
        window.setScene(scene);
        window.show();
        screen.shown();
    }

    @AfterEach
    void closeTheWindow() throws TimeoutException {
        try {
            onWindow(ShownFonts::check);
        } finally {
            FxToolkit.cleanupStages();
            tasks.close();
        }
    }

    protected AppServices services() {
        return new AppServices(tasks, dialogs, page -> {}, folder.resolve("data"),
                InstantSource.fixed(TestLog.START.plus(Duration.ofHours(2))), ZoneOffset.UTC, new TextSize());
    }

    protected Path folder() {
        return folder;
    }

    protected Screen shown() {
        return Objects.requireNonNull(screen);
    }

    /** The next file dialog is answered with this file. */
    protected void answer(Path file) {
        dialogs.answer(file);
    }

    protected void onWindow(Runnable action) {
        robot.interact(action);
    }

    /** Clicks the control with this id once it is there: a row of a table comes with the frame after its item. */
    protected void click(String id) {
        waitUntil("#" + id + " is there", () -> onFx(() -> visible(id).tryQuery().isPresent()));
        SimulatedInput.click(visible(id).query());
    }

    /** What is there now: a query looks once. */
    private NodeQuery visible(String id) {
        return robot.lookup("#" + id).match(NodeQueryUtils.isVisible());
    }

    /** Types where the focus is. */
    protected void type(String text) {
        SimulatedInput.type(Objects.requireNonNull(stage).getScene(), text);
    }

    /** Asks the control with this id, on the window's thread. */
    protected <T> T ask(String id, Function<Node, T> question) {
        return onFx(() -> question.apply(Objects.requireNonNull(find(id), id)));
    }

    protected boolean shows(String id) {
        return onFx(() -> find(id) != null);
    }

    protected String read(String id) {
        return onFx(() -> {
            Node node = find(id);
            return node == null ? "" : text(node);
        });
    }

    /** Waits until the control with this id shows a text that contains this. */
    protected void waitFor(String id, String expected) {
        TestTimeout.await("#" + id + " says " + expected).until(() -> read(id), said -> said.contains(expected));
        WaitForAsyncUtils.waitForFxEvents();
    }

    /** Waits until this holds. */
    protected void waitUntil(String what, Callable<Boolean> holds) {
        TestTimeout.await(what).until(holds);
    }

    /** Leaves a picture for people who want to see what was tested. */
    protected void photograph(String name) {
        WaitForAsyncUtils.waitForFxEvents();
        onWindow(() -> {
            ShownFonts.check();
            Pictures.take(Objects.requireNonNull(stage).getScene(), name);
        });
    }

    private @Nullable Node find(String id) {
        return robot.lookup("#" + id).queryAll().stream().filter(ScreenTest::isShown).findFirst().orElse(null);
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    private static String text(Node node) {
        return switch (node) {
            case Labeled labeled when labeled.getText() != null && !labeled.getText().isEmpty() -> labeled.getText();
            case TextInputControl field -> field.getText();
            case Parent parent -> String.join(" ",
                    parent.getChildrenUnmodifiable().stream().map(ScreenTest::text).toList());
            default -> "";
        };
    }

    private static <T> T onFx(Callable<T> question) {
        try {
            return WaitForAsyncUtils.waitForAsyncFx(TestTimeout.LIMIT.toMillis(), question);
        } catch (RuntimeException e) {
            throw new AssertionError(e);
        }
    }
}
