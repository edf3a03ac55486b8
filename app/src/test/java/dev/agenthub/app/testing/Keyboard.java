package dev.agenthub.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;

/** A person who uses the keyboard only, and needs a visible focus. */
public final class Keyboard {
    private static final int MOST_STOPS = 150;

    private final Window window;
    private final FocusRing ring;

    public Keyboard(Window window) {
        this.window = window;
        this.ring = new FocusRing(window);
    }

    /** All of them at once. */
    public void press(KeyCode... keys) {
        window.press(keys);
    }

    /** Types on whatever has the focus. */
    public void write(String text) {
        window.write(text);
    }

    /** What has the focus. */
    public Node focused() {
        return window.onWindow(() -> window.stage().getScene().getFocusOwner());
    }

    /** Whether this control is there and has the focus. */
    public boolean isAt(String id) {
        return window.onWindow(() -> {
            Node owner = window.stage().getScene().getFocusOwner();
            return owner != null && id.equals(owner.getId());
        });
    }

    /** Waits until the program takes the focus there by itself. */
    public void awaitAt(String id) {
        window.await("the keyboard to be at " + id, () -> isAt(id));
        checkRing(id);
    }

    /** Goes on with Tab until the control with this id has the focus, and sees that it has. */
    public void tabTo(String id) {
        to(id, KeyCode.TAB);
    }

    /** The same, backwards. */
    public void backTo(String id) {
        to(id, KeyCode.SHIFT, KeyCode.TAB);
    }

    private void to(String id, KeyCode... keys) {
        List<Node> stops = new ArrayList<>();
        while (!isAt(id) && stops.size() < MOST_STOPS) {
            press(keys);
            stops.add(focused());
        }
        assertThat(isAt(id)).as(() -> id + " is reached by Tab, which leads to " + stops).isTrue();
        checkRing(id);
    }

    /** Goes to the control with this id, and presses it. */
    public void tabToAndPress(String id) {
        tabTo(id);
        press(KeyCode.SPACE);
    }

    private void checkRing(String id) {
        // What scrolls to it has scrolled.
        window.frame();
        assertThat(ring.fault(focused())).as("the ring of " + id).isEmpty();
    }

    /** Brings a place of the main window to the front. They are one stop, as they are one choice: arrows lead from one to the next. */
    public void open(String place) {
        press(KeyCode.TAB);
        repeat(() -> focused() instanceof ToggleButton button && button.getStyleClass().contains("rail-button"),
                KeyCode.TAB);
        for (KeyCode arrow : List.of(KeyCode.DOWN, KeyCode.UP)) {
            for (int i = 0; i < 8 && !isAt("rail-" + place); i++) {
                press(arrow);
            }
        }
        assertThat(isAt("rail-" + place)).as(place + " is reached by keys").isTrue();
        press(KeyCode.SPACE);
        window.frame();
    }

    private void repeat(BooleanSupplier enough, KeyCode... keys) {
        for (int i = 0; i < MOST_STOPS && !enough.getAsBoolean(); i++) {
            press(keys);
        }
    }

    /**
     * Once around the window by Tab, and back by one.
     *
     * @param through ids of controls that have to be on the way
     * @return what is wrong with the stops
     */
    public List<String> walk(String where, String... through) {
        List<Node> stops = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        Node first = focused();
        do {
            stops.add(focused());
            faults.addAll(faults(where));
            press(KeyCode.TAB);
        } while (!focused().equals(first) && stops.size() < MOST_STOPS);
        assertThat(focused()).as("the way comes around in " + where + " after " + stops).isEqualTo(first);
        assertThat(stops).as(where).extracting(Node::getId).containsAll(List.of(through));
        press(KeyCode.SHIFT, KeyCode.TAB);
        assertThat(focused()).as("the way back in " + where).isEqualTo(stops.getLast());
        return faults;
    }

    /** On by Tab until this control has the focus: what is wrong with the stops. */
    public List<String> walkTo(String id, String where) {
        List<String> faults = new ArrayList<>();
        for (int i = 0; i < MOST_STOPS && !isAt(id); i++) {
            faults.addAll(faults(where));
            press(KeyCode.TAB);
        }
        assertThat(isAt(id)).as(id + " is reached by Tab in " + where).isTrue();
        return faults;
    }

    private List<String> faults(String where) {
        List<String> faults = new ArrayList<>();
        // What scrolls to it has scrolled.
        window.frame();
        Node stop = focused();
        String fault = ring.fault(stop);
        if (!fault.isEmpty()) {
            faults.add(where + ": " + fault);
        }
        if (!isInWindow(stop)) {
            faults.add(where + ": outside the window: " + stop);
        }
        return faults;
    }

    private boolean isInWindow(Node stop) {
        return window.onWindow(() -> {
            Bounds bounds = stop.localToScene(stop.getLayoutBounds());
            return bounds.getMinX() >= 0 && bounds.getMinY() >= 0 && bounds.getMaxX() <= stop.getScene().getWidth()
                    && bounds.getMaxY() <= stop.getScene().getHeight();
        });
    }
}
