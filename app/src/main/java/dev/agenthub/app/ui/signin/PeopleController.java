package dev.agenthub.app.ui.signin;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.Member;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Role;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Shown;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.SetChangeListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the list of members and the form for invitations. */
public final class PeopleController {
    private static final Messages MESSAGES = Messages.of(PeopleController.class);
    private static final String FIRST_GROUP = "approvers";

    private final PeopleViewModel model;
    private final Moments moments;
    private final Set<String> offered = new HashSet<>();

    @FXML
    private Label listFailure;
    @FXML
    private ListView<Member> people;
    @FXML
    private Label invitationsFailure;
    @FXML
    private VBox invitationsBox;
    @FXML
    private VBox invitations;
    @FXML
    private TextField name;
    @FXML
    private CheckBox approver;
    @FXML
    private CheckBox auditor;
    @FXML
    private CheckBox admin;
    @FXML
    private VBox groupsBox;
    @FXML
    private VBox groups;
    @FXML
    private Label failure;
    @FXML
    private Button submit;
    @FXML
    private VBox proposedBox;
    @FXML
    private Label proposed;
    @FXML
    private Button collect;
    @FXML
    private VBox codeBox;
    @FXML
    private Label code;
    @FXML
    private Button copy;
    @FXML
    private Label expires;

    public PeopleController(PeopleViewModel model, Moments moments) {
        this.model = model;
        this.moments = moments;
    }

    @FXML
    void initialize() {
        people.setCellFactory(_ -> new MemberCell(model::workspaceName));
        people.setItems(model.people());
        people.setFocusTraversable(false);
        Shown.text(listFailure, model.listFailure());
        Shown.text(invitationsFailure, model.invitationsFailure());
        Shown.when(invitationsBox, Bindings.isNotEmpty(model.invitations()));
        model.invitations().addListener((ListChangeListener<OpenInvitation>) _ -> drawInvitations());
        Shown.text(failure, model.failure());
        name.textProperty().bindBidirectional(model.name());
        offer(approver, Role.APPROVER);
        offer(auditor, Role.AUDITOR);
        offer(admin, Role.ADMIN);
        model.knownGroups().forEach(this::offerGroup);
        model.knownGroups().addListener((SetChangeListener<String>) change -> offerGroup(change.getElementAdded()));
        Shown.set(groupsBox, !model.knownGroups().isEmpty());
        submit.setOnAction(_ -> model.invite());
        proposed.textProperty().bind(model.proposed());
        Shown.when(proposedBox, model.proposed().map(text -> !text.isEmpty()));
        collect.setOnAction(_ -> model.collect());
        copy.setOnAction(_ -> copyCode());
        model.invitation().subscribe(this::showInvitation);
    }

    private void drawInvitations() {
        invitations.getChildren().setAll(model.invitations().stream()
                .map(one -> InvitationRow.of(one, moments, () -> model.withdraw(one))).toList());
    }

    private void offer(CheckBox box, Role role) {
        box.setSelected(model.hasRole(role));
        box.selectedProperty().subscribe(chosen -> model.setRole(role, chosen));
    }

    private void offerGroup(@Nullable String group) {
        if (group == null || !offered.add(group)) {
            return;
        }
        CheckBox box = new CheckBox(HiddenCharacters.marked(group));
        box.setMnemonicParsing(false);
        box.setId("invite-group-" + group.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"));
        box.selectedProperty().subscribe(chosen -> model.setGroup(group, chosen));
        box.setSelected(group.equals(FIRST_GROUP));
        groups.getChildren().add(box);
        Shown.set(groupsBox, true);
    }

    private void showInvitation(@Nullable Invitation made) {
        Shown.set(codeBox, made != null);
        code.setText(made == null ? "" : handedOver(made));
        copy.setText(MESSAGES.text("word.copy"));
        if (made != null) {
            expires.setText(MESSAGES.text("invite.expires", moments.relative(made.expiresAt())));
            expires.setTooltip(new Tooltip(moments.exact(made.expiresAt())));
        }
    }

    private static String handedOver(Invitation made) {
        String link = made.link();
        return link == null ? made.code() : link;
    }

    private void copyCode() {
        ClipboardContent content = new ClipboardContent();
        content.putString(code.getText());
        Clipboard.getSystemClipboard().setContent(content);
        copy.setText(MESSAGES.text("word.copied"));
    }
}
