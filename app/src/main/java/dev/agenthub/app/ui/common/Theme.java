package dev.agenthub.app.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;

/** The look: AtlantaFX's tokens, and one stylesheet of ours that uses only them. */
public enum Theme {
    LIGHT, DARK;

    /** Makes this the look of every window. */
    public void use() {
        Application.setUserAgentStylesheet(switch (this) {
            case LIGHT -> new PrimerLight().getUserAgentStylesheet();
            case DARK -> new PrimerDark().getUserAgentStylesheet();
        });
    }

    /** Adds our own stylesheet to {@code scene}, and what its rings show; it names the families that {@link Fonts} loads. */
    public static void style(Scene scene) {
        URL sheet = Objects.requireNonNull(Theme.class.getResource("agenthub.css"));
        scene.getStylesheets().add(sheet.toExternalForm());
        KeyboardFocus.mark(scene);
    }
}
