package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Controls the sign-in form: the keys on this device and the passphrase. */
public final class SignInController {
    private static final Messages MESSAGES = Messages.of(SignInController.class);
    private static final int MOST_ROWS = 4;
    /** Height in pixels of the list's frame above and below its rows. */
    private static final double FRAME = 2;

    private final SignInViewModel model;
    private final Runnable haveCode;
    private final Consumer<KeyCard> backUp;
    private final Runnable restore;
    private final @Nullable Runnable goElsewhere;

    @FXML
    private Label hint;
    @FXML
    private ListView<KeyCard> people;
    @FXML
    private VBox passphraseBox;
    @FXML
    private PasswordField passphrase;
    @FXML
    private Label failure;
    @FXML
    private Button submit;
    @FXML
    private Label working;
    @FXML
    private Button cancel;
    @FXML
    private Hyperlink invited;
    @FXML
    private HBox copies;
    @FXML
    private Hyperlink backup;
    @FXML
    private Hyperlink restored;
    @FXML
    private Hyperlink elsewhere;

    /**
     * Makes the form for one backend.
     *
     * @param backUp opens the form that backs up a key
     * @param restore opens the form that restores a key
     * @param goElsewhere opens the choice of another backend; null where there is none
     */
    public SignInController(SignInViewModel model, Runnable haveCode, Consumer<KeyCard> backUp, Runnable restore,
            @Nullable Runnable goElsewhere) {
        this.model = model;
        this.haveCode = haveCode;
        this.backUp = backUp;
        this.restore = restore;
        this.goElsewhere = goElsewhere;
    }

    @FXML
    void initialize() {
        boolean anybody = !model.people().isEmpty();
        hint.setText(MESSAGES.text(anybody ? "signin.hint" : "signin.hint.nobody"));
        Shown.set(people, anybody);
        Shown.set(submit, anybody);
        people.setCellFactory(_ -> new PersonCell());
        people.setItems(FXCollections.observableList(model.people()));
        // From the stylesheet, since it grows with the text size.
        people.fixedCellSizeProperty().subscribe(row -> people
                .setPrefHeight(Math.min(MOST_ROWS, model.people().size()) * row.doubleValue() + FRAME));
        people.getSelectionModel().select(model.person().get());
        people.getSelectionModel().selectedItemProperty().subscribe(card -> {
            model.person().set(card);
            showWay();
        });
        // Arrow keys select the next person, so the focus leaves the list only by an explicit key.
        people.setOnMouseClicked(_ -> goOn());
        people.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER) {
                enter();
            }
        });
        passphrase.textProperty().bindBidirectional(model.passphrase());
        passphrase.setOnAction(_ -> model.signIn());
        submit.setOnAction(_ -> model.signIn());
        submit.disableProperty().bind(model.busy());
        Shown.when(working, model.busy());
        Shown.when(cancel, model.busy());
        cancel.setOnAction(_ -> model.cancel());
        Shown.when(invited, model.busy().not());
        Shown.when(copies, model.busy().not());
        Shown.way(elsewhere, goElsewhere);
        elsewhere.disableProperty().bind(model.busy());
        Shown.set(backup, anybody);
        backup.setOnAction(_ -> {
            KeyCard card = model.person().get();
            if (card != null) {
                backUp.accept(card);
            }
        });
        restored.setOnAction(_ -> restore.run());
        Shown.text(failure, model.failure());
        invited.setOnAction(_ -> haveCode.run());
        Platform.runLater(this::goOn);
    }

    /** Continues with the selected person: signs in, or asks for what is missing. */
    private void enter() {
        if (passphraseBox.isVisible() && passphrase.getText().isEmpty()) {
            passphrase.requestFocus();
        } else {
            model.signIn();
        }
    }

    /** Moves the focus to the passphrase field or the button of the selected person. */
    private void goOn() {
        (passphraseBox.isVisible() ? passphrase : submit).requestFocus();
    }

    /** Shows the passphrase field, or for a person already signed in the button to continue. */
    private void showWay() {
        KeyCard card = model.person().get();
        boolean unlocked = card != null && model.isUnlocked(card);
        Shown.set(passphraseBox, card != null && !unlocked);
        submit.setText(card != null && unlocked
                ? MESSAGES.text("signin.goOn", HiddenCharacters.marked(card.name()))
                : MESSAGES.text("signin.submit"));
    }

    private final class PersonCell extends ListCell<KeyCard> {
        private final Label name = new Label();
        private final Label organization = new Label();
        private final Label open = new Label(MESSAGES.text("signin.unlocked"), new FontIcon(Feather.UNLOCK));
        private final VBox box = new VBox(name, organization);
        private final HBox line = new HBox(box, open);

        PersonCell() {
            name.getStyleClass().add("row-title");
            organization.getStyleClass().addAll("text-small", "text-muted");
            open.getStyleClass().add("text-small");
            open.setMinWidth(Region.USE_PREF_SIZE);
            box.setAlignment(Pos.CENTER_LEFT);
            line.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(box, Priority.ALWAYS);
        }

        @Override
        protected void updateItem(@Nullable KeyCard card, boolean empty) {
            super.updateItem(card, empty);
            if (empty || card == null) {
                setGraphic(null);
                setId(null);
                return;
            }
            setId("signin-person-" + card.key());
            name.setText(HiddenCharacters.marked(card.name()));
            name.setGraphic(new FontIcon(Feather.USER));
            organization.setText(card.organization() == null
                    ? MESSAGES.text("signin.unconfirmed")
                    : HiddenCharacters.marked(card.organization()));
            boolean unlocked = model.isUnlocked(card);
            Shown.set(open, unlocked);
            name.setTooltip(new Tooltip(name.getText()));
            organization.setTooltip(new Tooltip(organization.getText()));
            setAccessibleText(name.getText() + ", " + organization.getText()
                    + (unlocked ? ", " + open.getText() : ""));
            setGraphic(line);
        }
    }
}
