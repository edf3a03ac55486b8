package dev.agenthub.app.ui.common;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import org.jspecify.annotations.Nullable;

/** Shows and hides nodes; hidden nodes take no space in the layout. */
public final class Shown {
    private Shown() {}

    public static void set(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /** Shows the node while the condition holds. */
    public static void when(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition);
        node.managedProperty().bind(condition);
    }

    /** Shows the link only with an action. */
    public static void way(Hyperlink link, @Nullable Runnable way) {
        set(link, way != null);
        if (way != null) {
            link.setOnAction(_ -> way.run());
        }
    }

    /** Binds the label's text and hides the label while it is empty. */
    public static void text(Label label, ObservableValue<String> text) {
        label.textProperty().bind(text);
        when(label, text.map(words -> !words.isEmpty()));
    }
}
