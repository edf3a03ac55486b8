package dev.agenthub.app.ui.lock;

import dev.agenthub.app.ui.common.TaskRunner;
import java.time.Duration;
import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.event.EventHandler;
import javafx.event.EventType;
import javafx.scene.input.InputEvent;
import javafx.scene.input.MouseEvent;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Observes input in the desktop's window and its menus, and reports the end of the {@link IdleTime}. Each input restarts the
 * time; the first input after its end, such as the one that wakes the machine, is consumed. Confined to the window's thread.
 */
public final class InputWatch {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final IdleTime idle;
    private final TaskRunner tasks;
    private final Runnable over;
    private final EventHandler<InputEvent> filter = this::seen;
    private final ListChangeListener<Window> windows = change -> {
        while (change.next()) {
            change.getAddedSubList().forEach(this::follow);
            change.getRemoved().forEach(this::leave);
        }
    };
    private TaskRunner.@Nullable Pending check;
    private double pointerX = Double.NaN;
    private double pointerY = Double.NaN;

    /** Begins. {@code over} runs when the time is over; the watch then ends. */
    public InputWatch(IdleTime idle, TaskRunner tasks, Runnable over) {
        this.idle = idle;
        this.tasks = tasks;
        this.over = over;
        Window.getWindows().forEach(this::follow);
        Window.getWindows().addListener(windows);
        check = tasks.after(EVERY, this::check);
    }

    /** Closes all menus and tooltips. */
    public static void closeMenus() {
        List.copyOf(Window.getWindows()).stream().filter(PopupWindow.class::isInstance).forEach(Window::hide);
    }

    public void stop() {
        if (check != null) {
            check.cancel();
            check = null;
        }
        Window.getWindows().removeListener(windows);
        Window.getWindows().forEach(this::leave);
    }

    private void follow(Window window) {
        window.addEventFilter(InputEvent.ANY, filter);
    }

    private void leave(Window window) {
        window.removeEventFilter(InputEvent.ANY, filter);
    }

    private void check() {
        if (check == null) {
            return;
        }
        if (idle.isOver()) {
            over.run();
        } else {
            check = tasks.after(EVERY, this::check);
        }
    }

    private void seen(InputEvent input) {
        if (idle.isOver()) {
            input.consume();
            over.run();
        } else if (isSomebody(input)) {
            idle.used();
        }
    }

    /** Whether a person caused the event. JavaFX also sends mouse events when a new node appears under a resting pointer. */
    private boolean isSomebody(InputEvent input) {
        if (!(input instanceof MouseEvent mouse)) {
            return true;
        }
        EventType<? extends MouseEvent> type = mouse.getEventType();
        if (type != MouseEvent.MOUSE_MOVED && type != MouseEvent.MOUSE_DRAGGED) {
            return type == MouseEvent.MOUSE_PRESSED || type == MouseEvent.MOUSE_RELEASED
                    || type == MouseEvent.MOUSE_CLICKED;
        }
        boolean moved = mouse.getScreenX() != pointerX || mouse.getScreenY() != pointerY;
        pointerX = mouse.getScreenX();
        pointerY = mouse.getScreenY();
        return moved;
    }
}
