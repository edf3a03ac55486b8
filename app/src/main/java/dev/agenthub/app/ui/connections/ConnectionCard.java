package dev.agenthub.app.ui.connections;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TextControls;
import dev.agenthub.app.ui.common.WrappingRow;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One connection's card: name, workspace, state, and a button for the remedy. Details are shown on demand. */
final class ConnectionCard extends VBox {
    private static final Messages MESSAGES = Messages.of(ConnectionCard.class);

    private final Content content;

    /** All data that a card shows. Texts with relative times change without new data. */
    record Content(Card card, boolean open, CardText.State state, Optional<CardText.State> limited,
            List<LimitUsage> usages) {

        static Content of(Card card, boolean open, CardText wording) {
            return new Content(card, open, wording.state(card), wording.limited(card), wording.usages(card));
        }
    }

    ConnectionCard(Content content, ConnectionsViewModel model) {
        this.content = content;
        Card card = content.card();
        boolean open = content.open();
        String id = card.connection().connector().toString();
        setId("connection-" + id);
        getStyleClass().add("connection-card");
        CardText.State state = content.state();
        String name = HiddenCharacters.marked(card.connection().name());
        Label title = TextControls.wrapped(name, "row-title");
        Label place = TextControls.wrapped(HiddenCharacters.marked(card.workspace()), "text-small", "text-muted");
        WrappingRow head = new WrappingRow();
        head.setSpacing(12);
        VBox words = new VBox(2, title, place, state(state, "connection-state-" + id));
        content.limited().filter(limited -> !limited.equals(state))
                .ifPresent(limited -> words.getChildren().add(state(limited, "connection-limited-" + id)));
        head.getChildren().add(words);
        if (state.remedy() != Remedy.NOTHING) {
            head.getChildren().add(remedy(card, state.remedy(), id, name, model));
        }
        head.getChildren().add(inside(open, id, name, model));
        getChildren().add(head);
        if (open) {
            getChildren().add(new ConnectionInside(card, content.usages(), model));
        }
    }

    Content content() {
        return content;
    }

    UUID connector() {
        return content.card().connection().connector();
    }

    /** Takes over the key being typed in the card that this one replaces. */
    void takeOver(ConnectionCard before) {
        Node typed = before.lookup(".new-key");
        Node empty = lookup(".new-key");
        if (typed instanceof PasswordField from && empty instanceof PasswordField to) {
            to.setText(from.getText());
            to.selectRange(from.getAnchor(), from.getCaretPosition());
        }
    }

    private static Label state(CardText.State state, String id) {
        Label label = TextControls.wrapped(state.words(), "connection-state", state.status().name().toLowerCase(
                Locale.ROOT));
        label.setId(id);
        label.setGraphic(new FontIcon(switch (state.status()) {
            case HEALTHY -> Feather.CHECK_CIRCLE;
            case WAITING -> Feather.CIRCLE;
            case ATTENTION -> Feather.ALERT_TRIANGLE;
            case LIMITED -> Feather.PAUSE_CIRCLE;
            case STOPPED -> Feather.SLASH;
        }));
        return label;
    }

    private static Button remedy(Card card, Remedy remedy, String id, String name, ConnectionsViewModel model) {
        String word = MESSAGES.text(switch (remedy) {
            case NOTHING -> throw new IllegalArgumentException("Nothing helps");
            case CONNECT -> "help.connect";
            case RECONNECT -> "help.reconnect";
            case SHRINK -> "help.shrink";
            case NEW_KEY -> "help.key";
        });
        Button button = TextControls.small(word, "connection-help-" + id);
        button.setAccessibleText(MESSAGES.text("help.describe", word, name));
        button.disableProperty().bind(model.busy().or(model.consent().underWay()));
        button.setOnAction(_ -> model.carryOutRemedy(card));
        return button;
    }

    private static Button inside(boolean open, String id, String name, ConnectionsViewModel model) {
        String word = MESSAGES.text(open ? "word.details.fewer" : "word.details");
        Button button = TextControls.small(word, "connection-inside-" + id);
        button.setAccessibleText(MESSAGES.text("help.describe", word, name));
        button.getStyleClass().add("flat");
        button.setGraphic(new FontIcon(open ? Feather.CHEVRON_UP : Feather.CHEVRON_DOWN));
        button.setOnAction(_ -> model.toggle(UUID.fromString(id)));
        return button;
    }
}
