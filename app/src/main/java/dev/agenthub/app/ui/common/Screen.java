package dev.agenthub.app.ui.common;

import java.util.List;
import java.util.UUID;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/** One place the main window can show; its button stands in the left rail. All methods run on the window's thread. */
public interface Screen {
    /** Kebab-case and unique; the rail's button has the id {@code rail-<id>}. */
    String id();

    /** The word on the rail. */
    String title();

    Ikon icon();

    /** The same node every time. */
    Parent root();

    /** A short text after the word, such as how many wait; empty for none. */
    default ReadOnlyStringProperty badge() {
        return new ReadOnlyStringWrapper("").getReadOnlyProperty();
    }

    /** The keys that work while it is in front, the same every time. */
    default List<Shortcut> shortcuts() {
        return List.of();
    }

    /** Shows one request, and says so; a screen that shows no requests does nothing. */
    default boolean showRequest(UUID request) {
        return false;
    }

    /**
     * Shows one connection with what its budgets have left, and says so; a screen that shows no connections does nothing.
     *
     * @param connector its id; null for all connections of a workspace
     */
    default boolean showConnection(@Nullable UUID connector) {
        return false;
    }

    /** It has come to the front. */
    default void shown() {}

    /** Another screen has come to the front. */
    default void hidden() {}

    /** The person has signed out or the window is closing: stop what listens. */
    default void close() {}
}
