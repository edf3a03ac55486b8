package dev.agenthub.app.ui.common;

import java.util.List;
import java.util.UUID;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** A screen of the main window, with a button in the left rail. All methods are called on the window's thread. */
public interface Screen {
    /** The screen's unique id in kebab-case; the rail's button has the id {@code rail-<id>}. */
    String id();

    /** The name on the rail. */
    String title();

    Ikon icon();

    /** The screen's root, always the same node. */
    Parent root();

    /** A short text after the name, such as the number of waiting requests; empty for none. */
    default ReadOnlyStringProperty badge() {
        return new ReadOnlyStringWrapper("").getReadOnlyProperty();
    }

    /** The shortcuts that work while the screen is shown, always the same. */
    default List<Shortcut> shortcuts() {
        return List.of();
    }

    /** Shows one request and returns true; a screen without requests returns false. */
    default boolean showRequest(UUID request) {
        return false;
    }

    /**
     * Shows one connection with the remainder of its budgets and returns true; a screen without connections returns false.
     *
     * @param connector the connection's id; null for all connections of a workspace
     */
    default boolean showConnection(@Nullable UUID connector) {
        return false;
    }

    /** Called when the screen is shown. */
    default void shown() {}

    /** Called when another screen is shown instead. */
    default void hidden() {}

    /** Called when the person has signed out or the window closes: ends subscriptions. */
    default void close() {}
}
