package dev.agenthub.app.ui.verify;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.ExactBytes;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.verify.VerifyViewModel.Entry;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the view of one log entry's exact bytes. */
final class EntryController {
    private static final Messages MESSAGES = Messages.of(EntryController.class);

    private final VerifyViewModel model;
    private final Consumer<Entry> closed;

    @FXML
    private VBox entry;
    @FXML
    private Label entryTitle;
    @FXML
    private Label entryHelp;
    @FXML
    private StackPane entryBytes;

    /** {@code closed} receives the entry whose view was closed. */
    EntryController(VerifyViewModel model, Consumer<Entry> closed) {
        this.model = model;
        this.closed = closed;
    }

    @FXML
    void initialize() {
        model.entry().subscribe(this::showEntry);
    }

    private void showEntry(@Nullable Entry looked) {
        Shown.set(entry, looked != null);
        if (looked != null) {
            byte[] bytes = looked.bytes();
            entryTitle.setText(MESSAGES.text("word.entry", looked.seq()));
            String help = looked.isProven() ? "entry.proven" : bytes.length == 0 ? "entry.missing" : "entry.help";
            entryHelp.setText(MESSAGES.text(help, bytes.length));
            entryBytes.getChildren().setAll(bytes.length == 0 ? List.of() : List.of(ExactBytes.of(bytes)));
        }
    }

    @FXML
    void closeEntry() {
        Entry looked = model.entry().get();
        model.closeEntry();
        Optional.ofNullable(looked).ifPresent(closed);
    }
}
