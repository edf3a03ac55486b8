package dev.agenthub.app.ui.signin;

import dev.agenthub.api.OpenInvitation;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.TextControls;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One open invitation: its invitee, its creator, and a button to withdraw it. */
final class InvitationRow {
    private static final Messages MESSAGES = Messages.of(InvitationRow.class);

    private InvitationRow() {}

    static Node of(OpenInvitation one, Moments moments, Runnable withdrawal) {
        String who = headline(one);
        Label headline = TextControls.wrapped(who, "row-title");
        Label origin = TextControls.wrapped(MESSAGES.text("invitations.origin",
                HiddenCharacters.marked(Objects.requireNonNullElse(one.invitedByName(), "AgentHub")),
                moments.relative(one.expiresAt())), "text-small", "text-muted");
        origin.setTooltip(new Tooltip(moments.exact(one.expiresAt())));
        VBox words = new VBox(2, headline, origin);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button withdraw = TextControls.small(MESSAGES.text("invitations.withdraw"), "invitation-withdraw-" + one.id());
        withdraw.setAccessibleText(MESSAGES.text("invitations.withdraw.describe", who));
        withdraw.setOnAction(_ -> withdrawal.run());
        return new HBox(16, words, withdraw);
    }

    private static String headline(OpenInvitation one) {
        if (one.member() != null) {
            return MESSAGES.text("invitations.device", HiddenCharacters.marked(String.valueOf(one.invitedByName())));
        }
        String roles = one.roles().stream().map(role -> MESSAGES.text("role." + role.name()))
                .collect(Collectors.joining(", "));
        String name = one.name() == null
                ? MESSAGES.text("invitations.somebody")
                : HiddenCharacters.marked(one.name());
        return roles.isEmpty() ? name : MESSAGES.text("invitations.person", name, roles);
    }
}
