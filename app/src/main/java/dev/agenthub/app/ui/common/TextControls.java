package dev.agenthub.app.ui.common;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** Creates labels and buttons whose text is never truncated with an ellipsis, for text of any content and length. */
public final class TextControls {
    private TextControls() {}

    /** A label with wrapped text. */
    public static Label wrapped(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** A small button. */
    public static Button small(String text, String id) {
        Button button = new Button(text);
        button.setId(id);
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("small");
        return button;
    }
}
