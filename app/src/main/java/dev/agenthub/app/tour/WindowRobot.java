package dev.agenthub.app.tour;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;

/** Clicks visible controls with the mouse and types into the focused one, as a person would. */
final class WindowRobot {
    private static final Duration BETWEEN_NOTCHES = Duration.ofMillis(200);

    private final WindowReader reader;
    private final Robot robot;

    WindowRobot(WindowReader reader) {
        this.reader = reader;
        this.robot = WindowReader.onFx(Robot::new);
    }

    /** Clicks the control with this id as soon as it is shown and enabled. */
    void click(String id) {
        click("#" + id, WindowReader.withId(id));
    }

    /** Clicks the first node that is shown, enabled and matches. */
    void click(String what, Predicate<Node> wanted) {
        reader.waitFor(what + " to be ready", () -> {
            Optional<Node> ready = reader.find(wanted.and(node -> !node.isDisabled()));
            ready.ifPresent(WindowRobot::bringIntoView);
            return ready;
        });
        // The next frame has applied the scrolling to the layout.
        reader.waitFor(what + " to be under the mouse", () -> reader.find(wanted).flatMap(this::press));
    }

    /** Turns the mouse wheel over the node with this id until {@code holds}, slowly enough that every line is seen. */
    void scrollThrough(String id, String until, BooleanSupplier holds) {
        reader.waitFor("#" + id + " to be under the mouse",
                () -> reader.find(WindowReader.withId(id)).flatMap(WindowRobot::centre)
                        .map(point -> {
                            robot.mouseMove(point);
                            return point;
                        }));
        long[] read = {System.nanoTime()};
        reader.waitFor(until, () -> {
            if (holds.getAsBoolean()) {
                return Optional.of(id);
            }
            if (System.nanoTime() - read[0] > BETWEEN_NOTCHES.toNanos()) {
                read[0] = System.nanoTime();
                robot.mouseWheel(1);
            }
            return Optional.empty();
        });
    }

    /** Replaces the content of the text field with this id, key by key. */
    void type(String id, String text) {
        click(id);
        var field = (TextInputControl) reader.waitFor("#" + id + " to take the keys",
                () -> reader.find(WindowReader.withId(id))
                        .filter(node -> node instanceof TextInputControl && node.isFocused()));
        WindowReader.onFx(() -> {
            field.selectAll();
            text.codePoints().mapToObj(Character::toString).forEach(key -> field.fireEvent(typed(field, key)));
            return true;
        });
    }

    private static KeyEvent typed(Node target, String key) {
        return new KeyEvent(target, target, KeyEvent.KEY_TYPED, key, key, KeyCode.UNDEFINED, false, false, false,
                false);
    }

    private Optional<Node> press(Node node) {
        return centre(node).map(point -> {
            robot.mouseMove(point);
            robot.mouseClick(MouseButton.PRIMARY);
            return node;
        });
    }

    private static Optional<Point2D> centre(Node node) {
        Bounds bounds = node.localToScreen(node.getLayoutBounds());
        return bounds == null || bounds.getWidth() <= 0 || bounds.getHeight() <= 0
                ? Optional.empty()
                : Optional.of(new Point2D(bounds.getCenterX(), bounds.getCenterY()));
    }

    private static void bringIntoView(Node node) {
        for (var parent = node.getParent(); parent != null; parent = parent.getParent()) {
            if (parent instanceof ScrollPane pane && pane.getContent() != null) {
                scroll(pane, node);
            }
        }
    }

    private static void scroll(ScrollPane pane, Node node) {
        Bounds content = pane.getContent().getLayoutBounds();
        Bounds wanted = pane.getContent().sceneToLocal(node.localToScene(node.getLayoutBounds()));
        double hidden = content.getHeight() - pane.getViewportBounds().getHeight();
        if (hidden > 0) {
            double top = wanted.getCenterY() - pane.getViewportBounds().getHeight() / 2;
            pane.setVvalue(Math.clamp(top / hidden, 0, 1));
        }
    }
}
