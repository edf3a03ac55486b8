package dev.agenthub.app.ui.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.SettableClock;
import dev.agenthub.app.testing.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.control.Button;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TouchEvent;
import javafx.scene.input.TouchPoint;
import javafx.scene.layout.StackPane;
import javafx.stage.Popup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which events count as input of a person, with a clock that the test moves. */
final class InputWatchTest {
    private static final Duration ALMOST = Duration.ofMinutes(9);
    private static final Duration REST = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final List<String> locked = new ArrayList<>();
    private final List<String> pressed = new ArrayList<>();
    private Window window;
    private Button button;
    private InputWatch watch;

    @BeforeEach
    void open() throws Exception {
        window = new Window();
        button = window.onWindow(() -> new Button("Approve"));
        window.show(window.onWindow(() -> {
            button.setOnAction(_ -> pressed.add("approve"));
            button.addEventHandler(KeyEvent.KEY_PRESSED, key -> pressed.add(key.getCode().toString()));
            return new StackPane(button);
        }));
        watch = window.onWindow(() -> new InputWatch(new IdleTime(ALMOST.plus(REST), clock, () -> 0), tasks, () -> {
            locked.add("locked");
            watch.stop();
        }));
    }

    @AfterEach
    void close() {
        window.onWindow(() -> {
            watch.stop();
            return true;
        });
        window.close();
    }

    private static KeyEvent key() {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "a", "a", KeyCode.A, false, false, false, false);
    }

    private static MouseEvent mouse(EventType<MouseEvent> type, int x) {
        return new MouseEvent(type, x, 0, x, 0, MouseButton.PRIMARY, 1, false, false, false, false, true, false, false,
                true, false, true, null);
    }

    /** After almost all of the time the input arrives, and then the rest passes. */
    private boolean prolongs(InputEvent input) {
        return window.onWindow(() -> {
            clock.move(ALMOST);
            Event.fireEvent(button, input);
            clock.move(REST);
            tasks.elapse();
            return locked.isEmpty();
        });
    }

    @Test
    void aKeyProlongs() {
        assertThat(prolongs(key())).isTrue();
    }

    @Test
    void aMouseButtonProlongs() {
        assertThat(prolongs(mouse(MouseEvent.MOUSE_PRESSED, 1))).isTrue();
    }

    @Test
    void aTouchProlongs() {
        TouchPoint point = new TouchPoint(1, TouchPoint.State.PRESSED, 1, 1, 1, 1, button, null);
        assertThat(prolongs(new TouchEvent(TouchEvent.TOUCH_PRESSED, point, List.of(point), 1, false, false, false,
                false))).isTrue();
    }

    @Test
    void aPointerThatMovesProlongs() {
        movePointerTo(7);
        assertThat(prolongs(mouse(MouseEvent.MOUSE_MOVED, 8))).isTrue();
    }

    @Test
    void aPointerThatRestsProlongsNothing() {
        movePointerTo(7);
        assertThat(prolongs(mouse(MouseEvent.MOUSE_MOVED, 7))).isFalse();
    }

    private void movePointerTo(int x) {
        window.onWindow(() -> {
            Event.fireEvent(button, mouse(MouseEvent.MOUSE_MOVED, x));
            return true;
        });
    }

    @Test
    void whatAppearsUnderThePointerProlongsNothing() {
        assertThat(prolongs(mouse(MouseEvent.MOUSE_ENTERED_TARGET, 3))).isFalse();
    }

    @Test
    void noInputProlongsNothing() {
        window.onWindow(() -> {
            clock.move(ALMOST);
            tasks.elapse();
            assertThat(locked).isEmpty();
            clock.move(REST);
            tasks.elapse();
            tasks.elapse();
            return true;
        });
        assertThat(locked).as("once").containsExactly("locked");
    }

    @Test
    void theInputThatWakesTheMachineReachesNothing() {
        window.onWindow(() -> {
            Event.fireEvent(button, key());
            assertThat(pressed).containsExactly("A");
            clock.move(ALMOST.plus(REST));
            Event.fireEvent(button, key());
            return true;
        });
        assertThat(locked).containsExactly("locked");
        assertThat(pressed).containsExactly("A");
    }

    @Test
    void neitherDoesOneInAMenuThatWasOpenedBefore() {
        window.onWindow(() -> {
            Popup menu = new Popup();
            Button item = new Button("Copy");
            item.addEventHandler(KeyEvent.KEY_PRESSED, key -> pressed.add(key.getCode().toString()));
            menu.getContent().add(item);
            menu.show(window.stage());
            Event.fireEvent(item, key());
            assertThat(pressed).containsExactly("A");
            clock.move(ALMOST.plus(REST));
            Event.fireEvent(item, key());
            InputWatch.closeMenus();
            assertThat(menu.isShowing()).isFalse();
            return true;
        });
        assertThat(locked).containsExactly("locked");
        assertThat(pressed).containsExactly("A");
    }
}
