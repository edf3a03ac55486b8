package dev.agenthub.app.ui.approvals.pane;

import static javafx.scene.layout.Region.USE_PREF_SIZE;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEdit;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Says that the request replaces an earlier one, or was replaced by a newer one, with a button to show that one. */
public final class Lineage extends VBox {
    private static final Messages MESSAGES = Messages.of(Lineage.class);

    private Consumer<UUID> showRequest = _ -> {};

    public Lineage() {
        super(4);
        setMinHeight(USE_PREF_SIZE);
    }

    void onShow(Consumer<UUID> shows) {
        showRequest = shows;
    }

    void show(RequestDetail detail) {
        getChildren().clear();
        RequestEdit edit = detail.edit();
        if (edit != null) {
            getChildren().add(line("request-edited", edited(edit), "request.edited.show", edit.replaces()));
        }
        UUID next = detail.replacedBy();
        if (next != null) {
            getChildren()
                    .add(line("request-replaced", MESSAGES.text("request.replaced"), "request.replaced.show", next));
        }
        Shown.set(this, !getChildren().isEmpty());
    }

    private static String edited(RequestEdit edit) {
        String who = HiddenCharacters.marked(edit.editorName());
        @Nullable
        String why = edit.reason();
        return why == null
                ? MESSAGES.text("request.edited", who)
                : MESSAGES.text("request.edited.why", who, HiddenCharacters.marked(why));
    }

    private HBox line(String id, String text, String button, UUID other) {
        Label words = IconLine.of(text, Feather.EDIT_3);
        words.setId(id);
        words.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button show = TextControls.small(MESSAGES.text(button), id + "-show");
        show.setOnAction(_ -> showRequest.accept(other));
        HBox line = new HBox(12, words, show);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
