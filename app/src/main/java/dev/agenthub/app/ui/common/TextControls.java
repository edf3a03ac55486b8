package dev.agenthub.app.ui.common;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** Controls that are made in code and never end in dots: their text may hold anything, and be of any length. */
public final class TextControls {
    private TextControls() {}

    /** A label whose text goes on in the next line. */
    public static Label wrapped(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** A small button beside what it is about. */
    public static Button small(String text, String id) {
        Button button = new Button(text);
        button.setId(id);
        button.setMnemonicParsing(false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("small");
        return button;
    }
}
