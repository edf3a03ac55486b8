package dev.agenthub.app.testing;

import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.MainWindowController;
import dev.agenthub.app.ui.common.Fonts;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.Theme;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javafx.animation.AnimationTimer;
import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** One real window of 1280 × 800 on the Headless platform, and a person in front of it. */
public final class Window implements AutoCloseable {
    /** Of a window in which nobody signs in. */
    public static final MainWindowController.Ways NO_WAYS = new MainWindowController.Ways(() -> {}, () -> {}, () -> {},
            () -> {});

    private final FxRobot robot = new FxRobot();
    private final TextSize textSize = new TextSize();
    private final Stage stage;

    public Window() throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        stage = FxToolkit.registerStage(Stage::new);
        onWindow(() -> {
            Fonts.load();
            Theme.LIGHT.use();
            return true;
        });
    }

    public void show(Parent content) {
        onWindow(() -> {
            Scene scene = new Scene(content, 1280, 800);
            Theme.style(scene);
            textSize.style(scene);
            stage.setScene(scene);
            stage.setX(0);
            stage.setY(0);
            stage.show();
            stage.requestFocus();
            return true;
        });
    }

    /** Shows the desktop from its way in. */
    public void begin(DesktopFlow flow) {
        show(flow.root());
        onWindow(() -> {
            flow.begin();
            return true;
        });
    }

    /** Ends the session that is open there. */
    public void end(DesktopFlow flow) {
        onWindow(() -> {
            flow.end();
            return true;
        });
    }

    /** How large the words in it are; usual at first. */
    public TextSize textSize() {
        return textSize;
    }

    public Stage stage() {
        return stage;
    }

    /** Makes the window so large, and waits until it was drawn. */
    public void resize(int width, int height) {
        onWindow(() -> {
            stage.setWidth(width);
            stage.setHeight(height);
            return true;
        });
        frame();
    }

    public void click(String id) {
        await(id + " to be clicked", () -> {
            if (node(id).isDisabled()) {
                return false;
            }
            robot.clickOn("#" + id);
            return true;
        });
    }

    public void type(String id, String text) {
        robot.clickOn("#" + id);
        robot.write(text, 0);
    }

    /** On whatever has the focus. */
    public void press(KeyCode key) {
        robot.push(key);
    }

    /** The node with this id, which must be there. */
    public Node node(String id) {
        return robot.lookup("#" + id).query();
    }

    /** Asked on the window's own thread, so never of a screen that is half drawn anew. */
    public boolean shows(String id) {
        return onWindow(() -> robot.lookup("#" + id).queryAll().stream().anyMatch(Window::isShown));
    }

    public String text(String id) {
        return onWindow(() -> ((Labeled) node(id)).getText());
    }

    /** What is typed in a field. */
    public String typed(String id) {
        return onWindow(() -> ((TextInputControl) node(id)).getText());
    }

    public void awaitShown(String id) {
        await(id + " to show", () -> shows(id));
    }

    public void awaitText(String id, String part) {
        await(id + " to say " + part, () -> shows(id) && text(id).contains(part));
    }

    public void await(String what, Callable<Boolean> condition) {
        Patience.await(what).ignoreExceptions().until(condition);
    }

    public <T> T onWindow(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(Patience.LIMIT.toMillis(), work);
    }

    /** Waits until the window was laid out and drawn once more. */
    public void frame() {
        CompletableFuture<Boolean> drawn = new CompletableFuture<>();
        AnimationTimer frames = onWindow(() -> new AnimationTimer() {
            private int seen;

            @Override
            public void handle(long now) {
                if (++seen > 2) {
                    stop();
                    drawn.complete(true);
                }
            }
        });
        onWindow(() -> {
            frames.start();
            return true;
        });
        Patience.answer(drawn);
    }

    /** Turns the wheel over the payload, as a reader does who has seen the first rows, until all of it was on screen. */
    public void readPayload() {
        awaitShown("request-payload");
        robot.moveTo("#request-payload");
        await("the first rows to count", () -> !text("request-size").contains(" 0% shown"));
        await("all of the payload to have been on screen", () -> {
            if (text("request-size").contains("all shown")) {
                return true;
            }
            robot.scroll(1, VerticalDirection.DOWN);
            frame();
            return false;
        });
    }

    /** Leaves a picture, and checks what is on it for fonts of the system. */
    public void picture(String name) {
        onWindow(() -> {
            ShownFonts.check();
            Pictures.take(stage.getScene(), name);
            return true;
        });
    }

    @Override
    public void close() {
        onWindow(() -> {
            try {
                ShownFonts.check();
            } finally {
                stage.hide();
            }
            return true;
        });
    }

    private static boolean isShown(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (!up.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null && node.getScene().getWindow() != null;
    }
}
