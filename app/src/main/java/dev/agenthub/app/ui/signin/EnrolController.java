package dev.agenthub.app.ui.signin;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import javafx.application.Platform;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the enrolment form, for a new organization's first owner and for invited people. */
public final class EnrolController {
    private static final Messages MESSAGES = Messages.of(EnrolController.class);
    private static final PseudoClass FILLED = PseudoClass.getPseudoClass("filled");
    private static final int BARS = 3;

    private final EnrolViewModel model;
    private final @Nullable Runnable signIn;
    private final @Nullable Runnable goElsewhere;

    @FXML
    private Label title;
    @FXML
    private Label hint;
    @FXML
    private VBox codeBox;
    @FXML
    private TextField code;
    @FXML
    private TextField name;
    @FXML
    private PasswordField passphrase;
    @FXML
    private HBox bars;
    @FXML
    private Label strength;
    @FXML
    private PasswordField repeated;
    @FXML
    private Label mismatch;
    @FXML
    private Label failure;
    @FXML
    private Button submit;
    @FXML
    private Label working;
    @FXML
    private Hyperlink back;
    @FXML
    private Hyperlink elsewhere;

    /** {@code signIn} and {@code goElsewhere} open other screens; null where they are not available. */
    public EnrolController(EnrolViewModel model, @Nullable Runnable signIn, @Nullable Runnable goElsewhere) {
        this.model = model;
        this.signIn = signIn;
        this.goElsewhere = goElsewhere;
    }

    @FXML
    void initialize() {
        String kind = model.isFirstRun() ? "enrol.first" : "enrol";
        title.setText(MESSAGES.text(kind + ".title"));
        boolean invited = !model.isFirstRun() && !model.invitation().get().isEmpty();
        hint.setText(MESSAGES.text(kind + (invited ? ".hint.invited" : ".hint")));
        Shown.set(codeBox, !model.isFirstRun());
        if (!model.isFirstRun()) {
            code.textProperty().bindBidirectional(model.invitation());
        }
        name.textProperty().bindBidirectional(model.name());
        passphrase.textProperty().bindBidirectional(model.passphrase());
        repeated.textProperty().bindBidirectional(model.repeated());
        Shown.when(mismatch, model.mismatch());
        Shown.text(failure, model.failure());
        Shown.when(working, model.busy());
        submit.setText(MESSAGES.text("enrol.submit"));
        submit.disableProperty().bind(model.busy());
        submit.setOnAction(_ -> model.enrol());
        repeated.setOnAction(_ -> model.enrol());
        Shown.way(back, signIn);
        Shown.way(elsewhere, goElsewhere);
        // Cancelled when the screen is left, because nobody would use the session.
        elsewhere.disableProperty().bind(model.busy());
        for (int i = 0; i < BARS; i++) {
            Region bar = new Region();
            bar.getStyleClass().add("strength-bar");
            bars.getChildren().add(bar);
        }
        model.strength().subscribe(this::showStrength);
        Node first = model.isFirstRun() || invited ? name : code;
        Platform.runLater(first::requestFocus);
    }

    private void showStrength(PassphraseStrength value) {
        strength.setText(MESSAGES.text("strength." + value.name()));
        int filled = switch (value) {
            case EMPTY, TOO_SHORT -> 0;
            case WEAK -> 1;
            case FAIR -> 2;
            case STRONG -> BARS;
        };
        for (int i = 0; i < BARS; i++) {
            bars.getChildren().get(i).pseudoClassStateChanged(FILLED, i < filled);
        }
    }
}
