package dev.agenthub.app.testing;

import dev.agenthub.app.ui.DesktopFlow;
import dev.agenthub.app.ui.MainWindowController;
import dev.agenthub.app.ui.common.Fonts;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.Theme;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.api.FxToolkitContext;
import org.testfx.util.WaitForAsyncUtils;

/** A real window of 1280 × 800 pixels on the Headless platform, with a simulated person. */
public final class Window implements AutoCloseable {
    /** Of a window in which nobody signs in. */
    public static final MainWindowController.Ways NO_WAYS = new MainWindowController.Ways(() -> {}, () -> {}, () -> {},
            () -> {});

    /** A little more than what counts as seen has to be on screen. */
    private static final Duration LOOK = Duration.ofMillis(130);

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

    /** Shows this content, in the application's style. */
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

    /** Waits until the node can be clicked, and clicks it. */
    public void click(String id) {
        await(id + " to be clicked", () -> {
            if (node(id).isDisabled()) {
                return false;
            }
            SimulatedInput.click(node(id));
            return true;
        });
    }

    /** Clicks a field and types into it. */
    public void type(String id, String text) {
        click(id);
        write(text);
    }

    /** Enrols the person whose invitation's code is filled in, up to their inbox. */
    public void enrol(String name, String passphrase) {
        awaitShown("enrol-name");
        type("enrol-name", name);
        type("enrol-passphrase", passphrase);
        type("enrol-repeat", passphrase);
        click("enrol-submit");
        awaitShown("inbox-list");
        awaitText("inbox-link", "Live");
    }

    /** Types on whatever has the focus. */
    public void write(String text) {
        SimulatedInput.type(stage.getScene(), text);
    }

    /** All of them at once, on whatever has the focus. */
    public void press(KeyCode... keys) {
        SimulatedInput.press(keys);
    }

    /** Where the pointer stays until it is moved, whatever is scrolled under it. */
    public void pointAt(String id) {
        SimulatedInput.pointAt(node(id));
    }

    /** Turns the wheel down by a notch where the pointer is. */
    public void wheel() {
        SimulatedInput.wheel(1);
    }

    /** The node with this id, which must be there. */
    public Node node(String id) {
        return robot.lookup("#" + id).query();
    }

    /** Asked on the window's own thread, so never of a screen that is half drawn anew. */
    public boolean shows(String id) {
        return onWindow(() -> robot.lookup("#" + id).queryAll().stream().anyMatch(Window::isShown));
    }

    /** The text of a node, read on the window's thread. */
    public String text(String id) {
        return onWindow(() -> ((Labeled) node(id)).getText());
    }

    /** What is typed in a field. */
    public String typed(String id) {
        return onWindow(() -> ((TextInputControl) node(id)).getText());
    }

    /** Waits until a node is on screen. */
    public void awaitShown(String id) {
        await(id + " to show", () -> shows(id));
    }

    /** Waits until a node's text has this part. */
    public void awaitText(String id, String part) {
        await(id + " to say " + part, () -> shows(id) && text(id).contains(part));
    }

    /** Waits until a condition holds; where asking throws, it does not hold yet. */
    public void await(String what, Callable<Boolean> condition) {
        TestTimeout.await(what).ignoreExceptions().until(condition);
    }

    /** Runs work on the window's thread, and returns its result. */
    public <T> T onWindow(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(TestTimeout.LIMIT.toMillis(), work);
    }

    /** Waits until the window was laid out and drawn once more. */
    public void frame() {
        frames(Duration.ZERO);
    }

    /** Looks at what is on screen for as long as it takes to count as seen. */
    public void look() {
        frames(LOOK);
    }

    private void frames(Duration atLeast) {
        CompletableFuture<Boolean> drawn = new CompletableFuture<>();
        AnimationTimer frames = onWindow(() -> new AnimationTimer() {
            private int seen;
            private long first;

            @Override
            public void handle(long now) {
                first = seen == 0 ? now : first;
                if (++seen > 2 && now - first >= atLeast.toNanos()) {
                    stop();
                    drawn.complete(true);
                }
            }
        });
        onWindow(() -> {
            frames.start();
            return true;
        });
        TestTimeout.answer(drawn);
    }

    /** Turns the wheel over the payload, as a reader does who has seen the first rows, until all of it was on screen. */
    public void readPayload() {
        awaitShown("request-payload");
        pointAt("request-payload");
        awaitFirstRows();
        await("all of the payload to have been on screen", () -> {
            // First what is on screen already: some of it may have been covered until now, and the wheel only goes down.
            look();
            if (text("request-size").contains("all shown")) {
                return true;
            }
            wheel();
            return false;
        });
    }

    /** Waits until what is on screen of the payload counts as seen. */
    public void awaitFirstRows() {
        await("the first rows to count", () -> text("request-size").endsWith("shown")
                && !text("request-size").contains(" 0% shown"));
    }

    /** Leaves a picture, and checks what is on it for fonts of the system. */
    public void picture(String name) {
        onWindow(() -> {
            ShownFonts.check();
            Pictures.take(stage.getScene(), name);
            return true;
        });
    }

    /** TestFX keeps every event that this window was sent, and with it all that the event was about. */
    public void forgetEvents() {
        onWindow(() -> {
            FxToolkitContext context = FxToolkit.toolkitContext();
            context.setRegisteredStage(context.getRegisteredStage());
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
