package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.ui.common.TextControls;
import javafx.scene.control.Label;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A sentence of any length beside its icon. */
final class IconLine {
    private IconLine() {}

    static Label of(String text, Feather icon, String... styles) {
        Label label = TextControls.wrapped(text, "icon-line");
        label.setGraphic(new FontIcon(icon));
        label.getStyleClass().addAll(styles);
        return label;
    }
}
