package dev.agenthub.app.ui.connections;

import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.Views;
import java.util.UUID;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Every connection's card, the wait for a provider above them, and the way to a new one. */
final class ConnectionsController {
    private final ConnectionsViewModel model;
    private final NewConnectionViewModel wanted;

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
    private Button again;
    @FXML
    private Button cancel;
    @FXML
    private Label consentFailure;
    @FXML
    private Label none;
    @FXML
    private VBox list;

    ConnectionsController(ConnectionsViewModel model, NewConnectionViewModel wanted) {
        this.model = model;
        this.wanted = wanted;
    }

    @FXML
    void initialize() {
        page.getChildren().add(Views.load(new NewConnectionController(wanted)).root());
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
        model.cards().addListener((ListChangeListener<Card>) _ -> drawList());
        model.opened().subscribe(_ -> drawList());
    }

    private void bindConsent() {
        ConsentViewModel wait = model.consent();
        Shown.when(consent, wait.underWay());
        Shown.text(waiting, wait.waiting());
        address.textProperty().bind(wait.address());
        Shown.when(address, wait.address().map(words -> !words.isEmpty()));
        Shown.when(again, wait.address().map(words -> !words.isEmpty()));
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

    /** Whatever had the keyboard has it again. */
    private void drawList() {
        Node owner = list.getScene() == null ? null : list.getScene().getFocusOwner();
        String focused = owner == null || !isInside(owner) ? null : owner.getId();
        UUID opened = model.opened().get();
        list.getChildren().setAll(model.cards().stream()
                .map(card -> new ConnectionCard(card, card.connection().connector().equals(opened), model)).toList());
        if (focused != null) {
            Node same = list.lookup("#" + focused);
            if (same != null) {
                same.requestFocus();
            } else {
                connect.requestFocus();
            }
        }
    }

    private boolean isInside(@Nullable Node node) {
        return node != null && (node.equals(list) || isInside(node.getParent()));
    }
}
