package dev.agenthub.app.ui.start;

import dev.agenthub.api.JoinLink;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Controls the start screen: backends used before, a backend on this device, and joining a team with an invitation's link. */
public final class StartController {
    private static final Messages MESSAGES = Messages.of(StartController.class);
    private static final String PRIMARY = "accent";

    private final StartViewModel model;

    @FXML
    private Label ownTitle;
    @FXML
    private Label ownHint;
    @FXML
    private VBox places;
    @FXML
    private Button own;
    @FXML
    private TextField link;
    @FXML
    private Label linkHint;
    @FXML
    private VBox server;
    @FXML
    private Label address;
    @FXML
    private Label fingerprint;
    @FXML
    private Button join;
    @FXML
    private Label working;
    @FXML
    private Label failure;

    public StartController(StartViewModel model) {
        this.model = model;
    }

    @FXML
    void initialize() {
        showPlaces();
        link.textProperty().bindBidirectional(model.link());
        link.setOnAction(_ -> model.join());
        join.setOnAction(_ -> model.join());
        join.disableProperty().bind(model.busy());
        Shown.when(working, model.busy());
        Shown.text(failure, model.failure());
        // Keeps the focus from moving to the button for starting alone, the next one when this button is disabled.
        model.failure().subscribe(words -> {
            if (!words.isEmpty()) {
                link.requestFocus();
            }
        });
        model.server().subscribe(this::showServer);
    }

    private void showPlaces() {
        List<RemoteAddress> known = model.known();
        boolean first = known.isEmpty() && !model.hasOwn();
        ownTitle.setText(MESSAGES.text(first ? "start.own.title" : "start.places.title"));
        ownHint.setText(MESSAGES.text(first ? "start.own.hint" : "start.places.hint"));
        if (model.hasOwn()) {
            Button here = place(MESSAGES.text("start.here"), Feather.MONITOR, "start-here");
            here.setOnAction(_ -> model.goToOwn());
            places.getChildren().add(here);
        }
        for (RemoteAddress one : known) {
            Button there = place(one.uri().getAuthority(), Feather.SERVER, "start-at-" + places.getChildren().size());
            there.setOnAction(_ -> model.goTo(one));
            places.getChildren().add(there);
        }
        Shown.set(places, !first);
        Shown.set(own, !model.hasOwn());
        own.setOnAction(_ -> model.goToOwn());
        Platform.runLater((first ? own : places.getChildren().getFirst())::requestFocus);
    }

    private static Button place(String name, Ikon icon, String id) {
        Button button = new Button(name, new FontIcon(icon));
        button.setId(id);
        button.setMnemonicParsing(false);
        button.setMaxWidth(Double.MAX_VALUE);
        button.setAlignment(Pos.CENTER_LEFT);
        button.setWrapText(true);
        button.getStyleClass().add("start-place");
        return button;
    }

    /** Makes joining the primary action once there is a link; before that, on a new device, starting alone. */
    private void showServer(Optional<JoinLink> found) {
        address.setText(found.map(JoinLink::backend).map(Object::toString).orElse(""));
        fingerprint.setText(found.map(JoinLink::fingerprint).map(Hashes::inChunks).orElse(""));
        Shown.set(server, found.isPresent());
        Shown.set(linkHint, found.isEmpty());
        primary(join, found.isPresent());
        primary(own, found.isEmpty() && places.getChildren().isEmpty());
    }

    private static void primary(Button button, boolean is) {
        button.getStyleClass().remove(PRIMARY);
        if (is) {
            button.getStyleClass().add(PRIMARY);
        }
    }
}
