package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The notice above every screen that the audit log does not match what was signed, so that nothing runs. Hidden otherwise. */
public final class LogNotice {
    private static final Messages MESSAGES = Messages.of(LogNotice.class);

    private final HBox root;

    /** {@code toAudit} opens the audit screen; null where the member has none. */
    public LogNotice(LogNoticeViewModel model, @Nullable Runnable toAudit) {
        Label words = new Label();
        words.setId("log-notice");
        words.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        words.getStyleClass().add("icon-line");
        words.textProperty().bind(model.words());
        HBox.setHgrow(words, Priority.ALWAYS);
        Hyperlink audit = new Hyperlink(MESSAGES.text("notice.open"));
        audit.setId("log-notice-open");
        audit.setMinWidth(Region.USE_PREF_SIZE);
        Shown.way(audit, toAudit);
        root = new HBox(words, audit);
        root.setAlignment(Pos.CENTER_LEFT);
        root.getStyleClass().add("failure");
        Shown.when(root, model.words().map(text -> !text.isEmpty()));
    }

    public Parent root() {
        return root;
    }
}
