package dev.agenthub.app.testing;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Window;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Simulated mouse and keyboard. It waits only until the window has processed the input:
 * fixed pauses, as of TestFX's robot, take a third of the tests' time.
 */
final class SimulatedInput {
    /** Whatever a press has made happen later happens in this many turns of the window's thread. */
    private static final int TURNS = 3;

    private SimulatedInput() {}

    /** One for all: it knows where its pointer is. */
    private static final class Device {
        static final Robot ROBOT = onWindow(Robot::new);
    }

    /** Clicks the middle of what is there. */
    static void click(Node node) {
        pointAt(node);
        onWindow(() -> {
            // It may have moved under the pointer meanwhile.
            Device.ROBOT.mouseMove(middle(node));
            Device.ROBOT.mousePress(MouseButton.PRIMARY);
            Device.ROBOT.mouseRelease(MouseButton.PRIMARY);
            return true;
        });
        settle();
    }

    /** The middle of what the window has of it. */
    private static Point2D middle(Node node) {
        Bounds all = node.localToScreen(node.getBoundsInLocal());
        Window window = node.getScene().getWindow();
        double left = Math.max(all.getMinX(), window.getX());
        double right = Math.min(all.getMaxX(), window.getX() + window.getWidth());
        double top = Math.max(all.getMinY(), window.getY());
        double bottom = Math.min(all.getMaxY(), window.getY() + window.getHeight());
        if (left >= right || top >= bottom) {
            throw new IllegalStateException(node + " lies outside the window");
        }
        return new Point2D((left + right) / 2, (top + bottom) / 2);
    }

    /** Presses these keys one after the other, and lets go of them. */
    static void press(KeyCode... keys) {
        onWindow(() -> {
            Robot keyboard = Device.ROBOT;
            List<KeyCode> down = Stream.of(keys).map(SimulatedInput::own).toList();
            down.forEach(keyboard::keyPress);
            down.reversed().forEach(keyboard::keyRelease);
            return true;
        });
        settle();
    }

    /** Nobody's keyboard has a key that is called a shortcut; on the Headless platform it is this one. */
    private static KeyCode own(KeyCode key) {
        return key == KeyCode.SHORTCUT ? KeyCode.CONTROL : key;
    }

    static void pointAt(Node node) {
        onWindow(() -> {
            Device.ROBOT.mouseMove(middle(node));
            return true;
        });
        settle();
    }

    /** Turns the wheel where the pointer is by so many notches, down where they are more than none. */
    static void wheel(int notches) {
        onWindow(() -> {
            Device.ROBOT.mouseWheel(notches);
            return true;
        });
        settle();
    }

    /** Types on whatever has the focus in that scene. */
    static void type(Scene scene, String text) {
        text.codePoints().forEach(letter -> onWindow(() -> {
            String typed = Character.toString(letter);
            KeyCode key = KeyCode.getKeyCode(typed.toUpperCase(Locale.ROOT));
            KeyCode code = key == null ? KeyCode.UNDEFINED : key;
            fire(scene, KeyEvent.KEY_PRESSED, KeyEvent.CHAR_UNDEFINED, code);
            fire(scene, KeyEvent.KEY_TYPED, typed, KeyCode.UNDEFINED);
            fire(scene, KeyEvent.KEY_RELEASED, KeyEvent.CHAR_UNDEFINED, code);
            return true;
        }));
        settle();
    }

    private static void fire(Scene scene, EventType<KeyEvent> type, String typed, KeyCode code) {
        Node focus = scene.getFocusOwner();
        Event.fireEvent(focus == null ? scene : focus,
                new KeyEvent(type, typed, "", code, false, false, false, false));
    }

    private static void settle() {
        for (int turn = 0; turn < TURNS; turn++) {
            onWindow(() -> true);
        }
    }

    private static <T> T onWindow(Callable<T> work) {
        return WaitForAsyncUtils.waitForAsyncFx(TestTimeout.LIMIT.toMillis(), work);
    }
}
