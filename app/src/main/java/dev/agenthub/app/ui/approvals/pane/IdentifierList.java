package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The identifiers and digests of a payload, folded into one line that opens; each can be copied whole. */
public final class IdentifierList extends VBox {
    private static final Messages MESSAGES = Messages.of(IdentifierList.class);
    /** Members of a payload, in the order in which people ask for them. */
    private static final List<String> NAMES = List.of("request", "agent", "proposer", "subject.id", "connector",
            "workspace", "org", "policy.id", "policy.digest", "tool.digest", "before", "nonce");

    private final FontIcon icon = new FontIcon(Feather.CHEVRON_RIGHT);
    private final ToggleButton open = new ToggleButton(MESSAGES.text("identifiers"), icon);
    private final GridPane rows = new GridPane();

    public IdentifierList() {
        getStyleClass().add("identifiers");
        open.setId("request-identifiers");
        open.setMnemonicParsing(false);
        open.getStyleClass().addAll("caption", "fold");
        rows.getStyleClass().add("identifier-rows");
        Shown.when(rows, open.selectedProperty());
        open.selectedProperty()
                .subscribe(shown -> icon.setIconCode(shown ? Feather.CHEVRON_DOWN : Feather.CHEVRON_RIGHT));
        getChildren().addAll(open, rows);
    }

    void show(JsonObject payload) {
        rows.getChildren().clear();
        for (String name : NAMES) {
            if (at(payload, name) instanceof JsonString(String value)) {
                CopyButton copy = new CopyButton();
                String words = MESSAGES.text("identifier." + name);
                copy.setId("copy-" + name.replace('.', '-'));
                copy.setWhat(words);
                copy.offer(value);
                Label label = TextControls.wrapped(words, "text-small", "text-muted");
                label.setMinWidth(USE_PREF_SIZE);
                rows.addRow(rows.getRowCount(), label, TextControls.wrapped(HiddenCharacters.marked(value), "mono"),
                        copy);
            }
        }
    }

    /** The member of that name, or of its object's. */
    private static @Nullable JsonValue at(JsonObject payload, String name) {
        @Nullable
        JsonValue found = payload;
        for (String part : name.split("\\.", -1)) {
            found = found instanceof JsonObject object ? object.get(part) : null;
        }
        return found;
    }
}
