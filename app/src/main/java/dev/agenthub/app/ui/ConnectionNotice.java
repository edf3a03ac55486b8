package dev.agenthub.app.ui;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import java.util.function.Supplier;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The notice above every screen that its content may be out of date, why, and what to do. Hidden while the connection works. */
final class ConnectionNotice {
    private static final Messages MESSAGES = Messages.of(ConnectionNotice.class);

    private final BackendClient backend;
    private final Supplier<String> clockOff;
    private final Label words = new Label();
    private final StackPane root = new StackPane(words);

    /** {@code clockOff} returns a sentence about this machine's clock where it is wrong; empty otherwise. */
    ConnectionNotice(BackendClient backend, Supplier<String> clockOff) {
        this.backend = backend;
        this.clockOff = clockOff;
        words.setId("connection-notice");
        words.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        words.setWrapText(true);
        words.setMinHeight(Region.USE_PREF_SIZE);
        words.setMaxWidth(Double.MAX_VALUE);
        words.getStyleClass().addAll("icon-line", "failure");
        show(Link.CONNECTING);
    }

    void show(Link link) {
        words.setText(link.isWell()
                ? clockOff.get()
                : MESSAGES.text((backend.isOfThisMachine() ? "connection.own." : "connection.") + link.name(),
                        backend.name()));
        Shown.set(root, !words.getText().isEmpty());
    }

    Parent root() {
        return root;
    }
}
