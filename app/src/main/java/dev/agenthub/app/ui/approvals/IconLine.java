package dev.agenthub.app.ui.approvals;

import static javafx.scene.layout.Region.USE_PREF_SIZE;

import javafx.scene.control.Label;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A sentence of any length beside its icon. */
final class IconLine {
    private IconLine() {}

    static Label of(String text, Feather icon, String... styles) {
        Label label = new Label(text, new FontIcon(icon));
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        label.getStyleClass().add("icon-line");
        label.getStyleClass().addAll(styles);
        return label;
    }
}
