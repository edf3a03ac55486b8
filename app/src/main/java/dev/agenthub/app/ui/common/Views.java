package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** Loads the FXML beside a controller: {@code InboxController} controls {@code Inbox.fxml}. */
public final class Views {
    private Views() {}

    /** Loads the view of {@code controller}, a complete object; the FXML file names no controller. */
    public static <C> View<C> load(C controller) {
        Class<?> type = controller.getClass();
        String file = type.getSimpleName().replaceFirst("Controller$", "") + ".fxml";
        URL place = Objects.requireNonNull(type.getResource(file), file);
        FXMLLoader loader = new FXMLLoader(place, Messages.of(type).bundle());
        loader.setController(controller);
        try {
            Parent root = loader.load();
            return new View<>(root, controller);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
