package dev.agenthub.app.ui.connections;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.PageScroll;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.connections.ConnectionCard.Content;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the connections screen: cards, the pending authorization above them, and the form for a new connection. */
final class ConnectionsController {
    private static final Messages MESSAGES = Messages.of(ConnectionsController.class);

    private final ConnectionsViewModel model;
    private final NewConnectionViewModel wanted;
    private final FileDialogs files;

    @FXML
    private PageScroll scroll;
    @FXML
    private VBox page;
    @FXML
    private Node overview;
    @FXML
    private Button connect;
    @FXML
    private Label listFailure;
    @FXML
    private Label failure;
    @FXML
    private Label done;
    @FXML
    private Node consent;
    @FXML
    private Label waiting;
    @FXML
    private TextField address;
    @FXML
    private TextField code;
    @FXML
    private Button useCode;
    @FXML
    private Button again;
    @FXML
    private Button cancel;
    @FXML
    private Label consentFailure;
    @FXML
    private Label none;
    @FXML
    private VBox list;
    /** The connection whose card is scrolled to once the cards have arrived. */
    private @Nullable UUID sought;

    ConnectionsController(ConnectionsViewModel model, NewConnectionViewModel wanted, FileDialogs files) {
        this.files = files;
        this.model = model;
        this.wanted = wanted;
    }

    @FXML
    void initialize() {
        page.getChildren().add(Views.load(new NewConnectionController(wanted, files)).root());
        Shown.when(overview, wanted.open().not());
        wanted.open().subscribe((before, after) -> {
            if (before && !after && !model.consent().underWay().get()) {
                connect.requestFocus();
            }
        });
        connect.setOnAction(_ -> wanted.begin());
        Shown.text(listFailure, model.listFailure());
        Shown.text(failure, model.failure());
        Shown.text(done, model.done());
        Shown.when(none, model.loaded().and(Bindings.isEmpty(model.cards())));
        bindConsent();
        model.cards().addListener((ListChangeListener<Card>) _ -> {
            drawList();
            if (sought != null) {
                scrollTo(sought);
                sought = null;
            }
        });
        model.opened().subscribe(_ -> drawList());
    }

    /** Opens a connection's card and scrolls to it, now and once its details have arrived. */
    void show(UUID connector) {
        sought = connector;
        model.open(connector);
        scrollTo(connector);
    }

    private void scrollTo(UUID connector) {
        list.getChildren().stream().map(ConnectionCard.class::cast)
                .filter(card -> card.connector().equals(connector)).findFirst().ifPresent(scroll::scrollTo);
    }

    private void bindConsent() {
        ConsentViewModel wait = model.consent();
        Shown.when(consent, wait.underWay());
        Shown.text(waiting, wait.waiting());
        address.textProperty().bind(wait.address());
        Shown.when(address, wait.address().map(words -> !words.isEmpty()));
        code.textProperty().bind(wait.code());
        Shown.when(code, wait.code().map(words -> !words.isEmpty()));
        Shown.when(useCode, wait.codeOffered());
        useCode.setOnAction(_ -> wait.useCode());
        Shown.when(again, wait.address().map(words -> !words.isEmpty()));
        again.textProperty().bind(wait.code()
                .map(typed -> MESSAGES.text(typed.isEmpty() ? "consent.again" : "consent.open")));
        Shown.text(consentFailure, wait.failure());
        again.setOnAction(_ -> wait.openAgain());
        cancel.setOnAction(_ -> {
            wait.cancel();
            connect.requestFocus();
        });
        wait.underWay().subscribe(begun -> {
            if (begun) {
                cancel.requestFocus();
            }
        });
    }

    /** Redraws changed cards only, and keeps the focus and the text being typed. */
    private void drawList() {
        UUID opened = model.opened().get();
        List<Content> contents = model.cards().stream()
                .map(card -> Content.of(card, card.connection().connector().equals(opened), model.wording())).toList();
        List<ConnectionCard> before = list.getChildren().stream().map(ConnectionCard.class::cast).toList();
        if (before.stream().map(ConnectionCard::content).toList().equals(contents)) {
            return;
        }
        Node owner = list.getScene() == null ? null : list.getScene().getFocusOwner();
        String focused = owner == null || !isInside(owner) ? null : owner.getId();
        Map<UUID, ConnectionCard> known = before.stream()
                .collect(Collectors.toMap(ConnectionCard::connector, Function.identity()));
        list.getChildren().setAll(contents.stream()
                .map(content -> drawn(content, known.get(content.card().connection().connector()))).toList());
        if (focused != null) {
            focus(focused);
        }
    }

    private ConnectionCard drawn(Content content, @Nullable ConnectionCard before) {
        if (before != null && before.content().equals(content)) {
            return before;
        }
        ConnectionCard card = new ConnectionCard(content, model);
        if (before != null) {
            card.takeOver(before);
        }
        return card;
    }

    private void focus(String id) {
        Node same = list.lookup("#" + id);
        if (same instanceof TextInputControl field) {
            // A text field selects its text when it gets the focus and when its skin is created; the next character would replace it.
            int anchor = field.getAnchor();
            int caret = field.getCaretPosition();
            field.requestFocus();
            field.applyCss();
            field.selectRange(anchor, caret);
        } else if (same != null) {
            same.requestFocus();
        } else {
            connect.requestFocus();
        }
    }

    private boolean isInside(@Nullable Node node) {
        return node != null && (node.equals(list) || isInside(node.getParent()));
    }
}
