package dev.agenthub.app.ui.common;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** The fixed-width font for bytes and hashes: the first that this machine has, since JavaFX takes no list of families. */
public final class MonoFont {
    public static final double SIZE = 13;

    private static final List<String> FAMILIES = List.of("JetBrains Mono", "Cascadia Mono", "SF Mono", "Menlo",
            "Consolas", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono");
    private static final int SAMPLE = 100;

    private MonoFont() {}

    public static String family() {
        Set<String> installed = new HashSet<>(Font.getFamilies());
        return FAMILIES.stream().filter(installed::contains).findFirst().orElse("Monospaced");
    }

    public static Font font() {
        return Font.font(family(), SIZE);
    }

    /** How wide one column is. */
    public static double columnWidth() {
        Text text = new Text("0".repeat(SAMPLE));
        text.setFont(font());
        return text.getLayoutBounds().getWidth() / SAMPLE;
    }

    /** A stylesheet that gives the family to everything of the style class {@code mono}. */
    static String stylesheet() {
        String css = ".mono, .mono .text { -fx-font-family: \"" + family() + "\"; }";
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
    }
}
