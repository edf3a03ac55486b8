package dev.agenthub.app.ui.connections;

import dev.agenthub.app.ui.common.Controls;
import dev.agenthub.app.ui.common.HiddenCharacters;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.RoomyLine;
import java.util.Locale;
import java.util.UUID;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One connection: its name and workspace, how it is in words, and the one button that helps; what is inside of it on demand. */
final class ConnectionCard extends VBox {
    private static final Messages MESSAGES = Messages.of(ConnectionCard.class);

    ConnectionCard(Card card, boolean open, ConnectionsViewModel model) {
        String id = card.connection().connector().toString();
        setId("connection-" + id);
        getStyleClass().add("connection-card");
        CardWords.State state = model.words().state(card);
        String name = HiddenCharacters.marked(card.connection().name());
        Label title = Controls.wrapped(name, "row-title");
        Label place = Controls.wrapped(HiddenCharacters.marked(card.workspace()), "text-small", "text-muted");
        RoomyLine head = new RoomyLine();
        head.setSpacing(12);
        VBox words = new VBox(2, title, place, state(state, "connection-state-" + id));
        model.words().limited(card).filter(limited -> !limited.equals(state))
                .ifPresent(limited -> words.getChildren().add(state(limited, "connection-limited-" + id)));
        head.getChildren().add(words);
        if (state.help() != Help.NOTHING) {
            head.getChildren().add(help(card, state.help(), id, name, model));
        }
        head.getChildren().add(inside(open, id, name, model));
        getChildren().add(head);
        if (open) {
            getChildren().add(new ConnectionInside(card, model));
        }
    }

    private static Label state(CardWords.State state, String id) {
        Label label = Controls.wrapped(state.words(), "connection-state", state.standing().name().toLowerCase(
                Locale.ROOT));
        label.setId(id);
        label.setGraphic(new FontIcon(switch (state.standing()) {
            case HEALTHY -> Feather.CHECK_CIRCLE;
            case WAITING -> Feather.CIRCLE;
            case ATTENTION -> Feather.ALERT_TRIANGLE;
            case LIMITED -> Feather.PAUSE_CIRCLE;
            case STOPPED -> Feather.SLASH;
        }));
        return label;
    }

    private static Button help(Card card, Help help, String id, String name, ConnectionsViewModel model) {
        String word = MESSAGES.text(switch (help) {
            case NOTHING -> throw new IllegalArgumentException("Nothing helps");
            case CONNECT -> "help.connect";
            case RECONNECT -> "help.reconnect";
            case SHRINK -> "help.shrink";
            case ENABLE -> "help.enable";
            case NEW_KEY -> "help.key";
        });
        Button button = Controls.small(word, "connection-help-" + id);
        button.setAccessibleText(MESSAGES.text("help.describe", word, name));
        button.disableProperty().bind(model.busy().or(model.consent().underWay()));
        button.setOnAction(_ -> model.help(card));
        return button;
    }

    private static Button inside(boolean open, String id, String name, ConnectionsViewModel model) {
        String word = MESSAGES.text(open ? "inside.close" : "inside.open");
        Button button = Controls.small(word, "connection-inside-" + id);
        button.setAccessibleText(MESSAGES.text("help.describe", word, name));
        button.getStyleClass().add("flat");
        button.setGraphic(new FontIcon(open ? Feather.CHEVRON_UP : Feather.CHEVRON_DOWN));
        button.setOnAction(_ -> model.toggle(UUID.fromString(id)));
        return button;
    }
}
