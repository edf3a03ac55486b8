package dev.agenthub.app.ui.delegations;

import dev.agenthub.api.Delegation;
import dev.agenthub.api.Member;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import java.time.InstantSource;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** Controls the list of delegations and the form for a new one. */
final class DelegationsController {
    private static final Messages MESSAGES = Messages.of(DelegationsController.class);

    private final DelegationsViewModel model;
    private final Moments moments;
    private final InstantSource clock;

    @FXML
    private Label listFailure;
    @FXML
    private Label none;
    @FXML
    private VBox list;
    @FXML
    private Node form;
    @FXML
    private ComboBox<Member> who;
    @FXML
    private Label nobody;
    @FXML
    private DatePicker firstDay;
    @FXML
    private DatePicker lastDay;
    @FXML
    private TextField reason;
    @FXML
    private Label meaning;
    @FXML
    private Label failure;
    @FXML
    private Button submit;

    DelegationsController(DelegationsViewModel model, Moments moments, InstantSource clock) {
        this.model = model;
        this.moments = moments;
        this.clock = clock;
    }

    @FXML
    void initialize() {
        Shown.text(listFailure, model.listFailure());
        Shown.when(none, model.loaded().and(Bindings.isEmpty(model.standing())));
        model.standing().addListener((ListChangeListener<Delegation>) _ -> drawList());
        Shown.set(form, model.mayDelegate());
        who.setConverter(new MemberNames());
        who.setItems(model.candidates());
        who.valueProperty().bindBidirectional(model.chosen());
        who.disableProperty().bind(Bindings.isEmpty(model.candidates()));
        Shown.when(nobody, model.loaded().and(Bindings.isEmpty(model.candidates())));
        firstDay.valueProperty().bindBidirectional(model.firstDay());
        lastDay.valueProperty().bindBidirectional(model.lastDay());
        reason.textProperty().bindBidirectional(model.reason());
        Shown.text(meaning, model.meaning());
        Shown.text(failure, model.failure());
        submit.disableProperty().bind(model.busy());
        submit.setOnAction(_ -> model.delegate());
    }

    private void drawList() {
        list.getChildren().setAll(model.standing().stream().map(this::row).toList());
    }

    private Node row(Delegation one) {
        Label headline = TextControls.wrapped(headline(one), "row-title");
        Label when = muted(when(one));
        when.setTooltip(new Tooltip(MESSAGES.text("delegations.exact", moments.exact(one.startsAt()),
                moments.exact(one.endsAt()))));
        VBox words = new VBox(2, headline, when);
        if (!one.reason().isBlank()) {
            words.getChildren().add(muted(HiddenCharacters.markedLines(one.reason())));
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        HBox line = new HBox(16, words);
        line.getStyleClass().add("delegation");
        if (model.mayEnd(one)) {
            line.getChildren().add(end(one, headline.getText()));
        }
        return line;
    }

    private Button end(Delegation one, String what) {
        Button end = TextControls.small(MESSAGES.text("delegations.end"), "delegation-end-" + one.id());
        end.setAccessibleText(MESSAGES.text("delegations.end.describe", what));
        end.disableProperty().bind(model.busy());
        end.setOnAction(_ -> model.end(one));
        return end;
    }

    private String headline(Delegation one) {
        String delegate = HiddenCharacters.marked(one.delegateName());
        String member = HiddenCharacters.marked(one.memberName());
        if (model.isMe(one.member())) {
            return MESSAGES.text("delegations.mine", delegate);
        }
        return model.isMe(one.delegate())
                ? MESSAGES.text("delegations.forMe", member)
                : MESSAGES.text("delegations.others", delegate, member);
    }

    private String when(Delegation one) {
        return one.inForce(clock.instant())
                ? MESSAGES.text("delegations.now", moments.relative(one.endsAt()))
                : MESSAGES.text("delegations.ahead", moments.relative(one.startsAt()), moments.relative(one.endsAt()));
    }

    private static Label muted(String text) {
        return TextControls.wrapped(text, "text-small", "text-muted");
    }

    private static final class MemberNames extends StringConverter<Member> {
        @Override
        public String toString(@Nullable Member member) {
            return member == null
                    ? ""
                    : MESSAGES.text("delegate.candidate", HiddenCharacters.marked(member.name()),
                            member.groups().isEmpty() ? 0 : 1,
                            HiddenCharacters.marked(String.join(", ", member.groups())));
        }

        @Override
        public Member fromString(String text) {
            throw new UnsupportedOperationException("A member is not typed");
        }
    }
}
