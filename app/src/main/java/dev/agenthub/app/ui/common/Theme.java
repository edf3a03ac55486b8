package dev.agenthub.app.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.Objects;
import javafx.application.Application;
import javafx.scene.Scene;

/** A colour theme: AtlantaFX's tokens, and AgentHub's stylesheet, which uses only these. */
public enum Theme {
    LIGHT, DARK;

    /** Sets the theme of all windows. Its stylesheets are in JavaFX's binary form, which a start reads faster than text. */
    public void use() {
        Application.setUserAgentStylesheet(switch (this) {
            case LIGHT -> new PrimerLight().getUserAgentStylesheetBSS();
            case DARK -> new PrimerDark().getUserAgentStylesheetBSS();
        });
    }

    /** Adds AgentHub's stylesheet and focus rings to {@code scene}. The stylesheet names the font families that {@link Fonts} loads. */
    public static void style(Scene scene) {
        URL sheet = Objects.requireNonNull(Theme.class.getResource("agenthub.css"));
        scene.getStylesheets().add(sheet.toExternalForm());
        KeyboardFocus.mark(scene);
    }
}
