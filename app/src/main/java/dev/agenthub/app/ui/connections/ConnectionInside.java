package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NeededScope;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TextControls;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The details of a card, from top to bottom: the token's lifetime, scopes, disabling, and latest events. */
final class ConnectionInside extends VBox {
    private static final Messages MESSAGES = Messages.of(ConnectionInside.class);

    private final Card card;
    private final Connection connection;
    private final ConnectionsViewModel model;

    ConnectionInside(Card card, List<LimitUsage> usages, ConnectionsViewModel model) {
        this.card = card;
        this.connection = card.connection();
        this.model = model;
        getStyleClass().add("connection-inside");
        getChildren().addAll(service(), life());
        if (!usages.isEmpty()) {
            UsageCharts charts = new UsageCharts(usages);
            charts.setId(id("usage"));
            getChildren().add(charts);
        }
        ConnectionScopes scopes = connection.scopes();
        if (scopes != null) {
            permissions(scopes, connection.authorizationDetails());
        }
        if (scopes == null) {
            getChildren().add(newKey());
        }
        if (connection.state() == ConnectionState.ACTIVE || connection.state() == ConnectionState.RECONNECT) {
            getChildren().add(disable());
        }
        if (!card.events().isEmpty()) {
            getChildren().add(events());
        }
    }

    private String id(String part) {
        return "connection-" + part + "-" + connection.connector();
    }

    private static VBox block(String title, Node... content) {
        VBox block = new VBox(6, TextControls.wrapped(MESSAGES.text(title), "caption"));
        block.getChildren().addAll(content);
        return block;
    }

    /** The service, the host and the credential of its calls. */
    private Node service() {
        VBox service = new VBox(2);
        if (connection.service() != null) {
            service.getChildren().add(TextControls.wrapped(
                    MESSAGES.text("service.name", HiddenCharacters.marked(connection.service()))));
        }
        service.getChildren().add(
                TextControls.wrapped(HiddenCharacters.marked(connection.baseUrl()), "mono", "text-small"));
        if (connection.scopes() == null) {
            service.getChildren().add(TextControls.wrapped(
                    MESSAGES.text("service.header", HiddenCharacters.marked(connection.header()),
                            HiddenCharacters.marked(connection.prefix()).strip()),
                    "text-small", "text-muted"));
        }
        return service;
    }

    private Node life() {
        Label words = TextControls.wrapped(model.wording().life(connection));
        words.setId(id("life"));
        String exact = model.wording().exactLife(connection);
        if (!exact.isEmpty()) {
            words.setTooltip(new Tooltip(exact));
        }
        VBox life = block(connection.scopes() == null ? "life.title.key" : "life.title.token", words);
        model.wording().left(connection).ifPresent(left -> {
            ProgressBar bar = new ProgressBar(left);
            bar.setId(id("left"));
            bar.setAccessibleText(MESSAGES.text("life.left", left));
            life.getChildren().add(bar);
        });
        return life;
    }

    /** Adds scopes and, in a separate block, authorization details, if any. */
    private void permissions(ConnectionScopes scopes, @Nullable ConnectionScopes details) {
        boolean detailed = details != null && !(details.needed().isEmpty() && details.granted().isEmpty());
        VBox block = block("scopes.title", columns("", scopes));
        getChildren().add(block);
        if (details != null && detailed) {
            block = block("details.title", columns("details-", details));
            getChildren().add(block);
        }
        if (!scopes.unused().isEmpty() || (details != null && !details.unused().isEmpty())) {
            Button shrink = button("shrink.submit", "shrink");
            shrink.disableProperty().bind(model.busy().or(model.consent().underWay()));
            shrink.setOnAction(_ -> model.shrink(card));
            block.getChildren().addAll(TextControls.wrapped(MESSAGES.text("shrink.words"), "text-muted"), shrink);
        }
        List<String> unasked = details == null ? List.of() : details.unasked();
        if (!scopes.unasked().isEmpty() || !unasked.isEmpty()) {
            getChildren().add(unasked(scopes.unasked(), unasked));
        }
    }

    private FlowPane columns(String kind, ConnectionScopes scopes) {
        FlowPane columns = new FlowPane(column("scopes.needed", kind + "needed",
                scopes.needed().stream().map(scope -> needed(scope, scopes)).toList()),
                column("scopes.granted", kind + "granted", permissions(scopes.granted())),
                column("scopes.unused", kind + "unused", permissions(scopes.unused())));
        columns.getStyleClass().add("scopes");
        if (!kind.isEmpty()) {
            columns.getStyleClass().add("details");
        }
        columns.setMinHeight(USE_PREF_SIZE);
        return columns;
    }

    private VBox column(String title, String part, List<? extends Node> rows) {
        VBox column = new VBox(4, TextControls.wrapped(MESSAGES.text(title), "row-title"));
        column.setId(id(part));
        column.getStyleClass().add("scope-column");
        if (rows.isEmpty()) {
            column.getChildren().add(TextControls.wrapped(MESSAGES.text("scopes.none"), "text-muted"));
        }
        column.getChildren().addAll(rows);
        return column;
    }

    private static Node needed(NeededScope scope, ConnectionScopes scopes) {
        VBox row = new VBox(permission(scope.scope()));
        CardText.users(scope).forEach(
                user -> row.getChildren().add(TextControls.wrapped(user, "text-small", "text-muted")));
        if (scopes.missing().contains(scope.scope())) {
            Label missing = TextControls.wrapped(MESSAGES.text("scopes.missing"), "text-small", "connection-state",
                    "attention");
            missing.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
            row.getChildren().add(missing);
        }
        return row;
    }

    private static List<Label> permissions(List<String> texts) {
        return texts.stream().map(ConnectionInside::permission).toList();
    }

    /** A label with a scope, or with a whole authorization detail, since two may begin alike. */
    private static Label permission(String text) {
        return TextControls.wrapped(HiddenCharacters.marked(text), "mono");
    }

    private Node unasked(List<String> scopes, List<String> details) {
        VBox apart = block("unasked.title", TextControls.wrapped(MESSAGES.text("unasked.words")));
        apart.setId(id("unasked"));
        apart.getChildren().addAll(permissions(scopes));
        apart.getChildren().addAll(permissions(details));
        Button accept = button("unasked.submit", "accept");
        accept.setOnAction(_ -> model.accept(card, scopes, details));
        apart.getChildren().add(accept);
        return apart;
    }

    private Node disable() {
        Label will = TextControls.wrapped(CardText.consequences(card));
        will.setId(id("will"));
        Button disable = button("disable.submit", "disable");
        disable.setOnAction(_ -> model.disable(card));
        return block("disable.title", will, disable);
    }

    private Node newKey() {
        Label label = TextControls.wrapped(
                MESSAGES.text(connection.state() == ConnectionState.DISABLED ? "key.words.disabled" : "key.words"));
        PasswordField key = new PasswordField();
        key.setId(id("key"));
        key.setAccessibleText(MESSAGES.text("key.field"));
        key.getStyleClass().add("new-key");
        label.setLabelFor(key);
        Button submit = button("key.submit", "key-submit");
        Runnable replace = () -> {
            if (model.replaceKey(card, key.getText())) {
                key.clear();
            }
        };
        key.setOnAction(_ -> replace.run());
        submit.setOnAction(_ -> replace.run());
        return block("key.title", label, key, submit);
    }

    private Button button(String text, String part) {
        Button button = TextControls.small(MESSAGES.text(text), id(part));
        button.setAccessibleText(MESSAGES.text("help.describe", button.getText(),
                HiddenCharacters.marked(connection.name())));
        button.disableProperty().bind(model.busy());
        return button;
    }

    private Node events() {
        VBox events = block("happened.title");
        events.setId(id("happened"));
        model.wording().events(card).forEach(
                line -> events.getChildren().add(TextControls.wrapped(line, "text-small")));
        return events;
    }
}
