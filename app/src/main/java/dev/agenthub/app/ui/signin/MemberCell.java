package dev.agenthub.app.ui.signin;

import dev.agenthub.api.Member;
import dev.agenthub.api.MemberKey;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A list cell for a member: name, roles and rights. */
final class MemberCell extends ListCell<Member> {
    private static final Messages MESSAGES = Messages.of(MemberCell.class);

    private final Label name = new Label();
    private final Label what = new Label();
    private final VBox box = new VBox(2, name, what);

    private final Function<UUID, String> workspaceName;

    /** {@code workspaceName} returns the name of a workspace by its id. */
    MemberCell(Function<UUID, String> workspaceName) {
        this.workspaceName = workspaceName;
        name.getStyleClass().add("row-title");
        what.getStyleClass().addAll("text-small", "text-muted");
        what.setWrapText(true);
        box.getStyleClass().add("row");
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Member member, boolean empty) {
        super.updateItem(member, empty);
        if (empty || member == null) {
            setGraphic(null);
            return;
        }
        name.setText(HiddenCharacters.marked(member.name()));
        what.setText(describe(member));
        name.setTooltip(new Tooltip(name.getText()));
        what.setTooltip(new Tooltip(what.getText()));
        setAccessibleText(name.getText() + ", " + what.getText());
        setGraphic(box);
    }

    /** The number of active keys of each algorithm. */
    private static String keys(Member member) {
        String kinds = member.keys().stream().filter(key -> key.revokedAt() == null)
                .collect(Collectors.groupingBy(MemberKey::alg, TreeMap::new, Collectors.counting())).entrySet().stream()
                .map(kind -> MESSAGES.text("people.key." + kind.getKey().name(), kind.getValue()))
                .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? MESSAGES.text("people.nokey") : kinds;
    }

    private String describe(Member member) {
        List<String> parts = new ArrayList<>();
        String roles = member.roles().stream().map(role -> MESSAGES.text("role." + role.name()))
                .collect(Collectors.joining(", "));
        if (!roles.isEmpty()) {
            parts.add(roles);
        }
        if (!member.groups().isEmpty()) {
            parts.add(MESSAGES.text("people.groups", member.groups().stream().map(HiddenCharacters::marked)
                    .collect(Collectors.joining(", "))));
        }
        List<UUID> workspaces = member.workspaces();
        if (workspaces != null) {
            parts.add(workspaces.isEmpty()
                    ? MESSAGES.text("people.workspaces.none")
                    : MESSAGES.text("people.workspaces", workspaces.stream().map(workspaceName)
                            .map(HiddenCharacters::marked).sorted().collect(Collectors.joining(", "))));
        }
        parts.add(keys(member));
        if (!member.active()) {
            parts.add(MESSAGES.text("people.inactive"));
        }
        return String.join("  ·  ", parts);
    }
}
