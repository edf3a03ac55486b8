package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.Cancellation;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.AppServices;
import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/** Backs up a key, or restores one from a backup. */
public final class KeyCopyViewModel {
    private static final Messages MESSAGES = Messages.of(KeyCopyViewModel.class);
    private static final String EXTENSION = "key";

    private final KeyFiles keys;
    private final FileDialogs files;
    private final @Nullable KeyCard card;
    private final KeyOpening opening;
    private final StringProperty passphrase = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper result = new ReadOnlyStringWrapper("");

    /** {@code card} is the key to back up; null to restore one. */
    public KeyCopyViewModel(KeyFiles keys, AppServices services, @Nullable KeyCard card) {
        this.keys = keys;
        this.files = services.files();
        this.card = card;
        this.opening = new KeyOpening(services.tasks());
    }

    /** Asks for the file, then backs up or restores the key. */
    public void copy() {
        if (opening.busy().get()) {
            return;
        }
        result.set("");
        if (passphrase.get().isEmpty()) {
            opening.say(MESSAGES.text("signin.problem.passphrase"));
            return;
        }
        file().ifPresent(file -> opening.begin(passphrase.get(),
                (secret, cancellation) -> copy(file, secret, cancellation), result::set, _ -> {},
                () -> passphrase.set("")));
    }

    private Optional<Path> file() {
        String kind = MESSAGES.text("copy.file");
        return card == null
                ? files.open(MESSAGES.text("copy.restore.title"), kind, EXTENSION)
                : files.save(MESSAGES.text("copy.backup.title"), card.file(), kind, EXTENSION);
    }

    private String copy(Path file, char[] secret, Cancellation cancellation) {
        if (card == null) {
            KeyCard restored = keys.restore(file, secret, cancellation);
            return MESSAGES.text("copy.restore.done", HiddenCharacters.marked(restored.name()));
        }
        keys.backUp(card, secret, file, cancellation);
        return MESSAGES.text("copy.backup.done", file);
    }

    /** Cancels unlocking the key. Nothing is written, unless it was already. */
    public void cancel() {
        opening.cancel();
    }

    /** The key to back up; null where one is restored. */
    public @Nullable KeyCard card() {
        return card;
    }

    public StringProperty passphrase() {
        return passphrase;
    }

    public ReadOnlyBooleanProperty busy() {
        return opening.busy();
    }

    /** What was done; empty before that. */
    public ReadOnlyStringProperty result() {
        return result.getReadOnlyProperty();
    }

    /** The error or missing input; empty for none. */
    public ReadOnlyStringProperty failure() {
        return opening.failure();
    }
}
