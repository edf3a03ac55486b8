package dev.agenthub.app.testing;

import dev.agenthub.app.ui.common.Fonts;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Finds texts on the screen that are not drawn with the two bundled fonts. */
public final class ShownFonts {
    private final List<String> foreign = new ArrayList<>();
    private int texts;

    private ShownFonts() {}

    /**
     * Looks through every window, tooltip and menu that shows; fails unless all text has the program's fonts, and bytes and
     * hashes the fixed-width one. Call on the window's thread.
     *
     * @return how many texts there were
     */
    public static int check() {
        ShownFonts look = new ShownFonts();
        Window.getWindows().stream().filter(window -> window.isShowing() && window.getScene() != null)
                .forEach(window -> {
                    window.getScene().getRoot().applyCss();
                    look.through(window.getScene().getRoot(), false);
                });
        if (!look.foreign.isEmpty()) {
            throw new AssertionError("drawn with another font: " + String.join("; ", look.foreign));
        }
        return look.texts;
    }

    private void through(Node node, boolean insideMono) {
        if (!node.isVisible() || node instanceof FontIcon) {
            return;
        }
        boolean mono = insideMono || node.getStyleClass().contains("mono");
        switch (node) {
            case Text text -> expect(text, text.getText(), text.getFont(), mono);
            case Labeled labeled -> expect(labeled, labeled.getText(), labeled.getFont(), mono);
            case TextInputControl input -> expect(input, input.getText(), input.getFont(), mono);
            default -> {}
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> through(child, mono));
        }
    }

    private void expect(Node node, @Nullable String words, Font font, boolean mono) {
        if (words == null || words.isEmpty()) {
            return;
        }
        texts++;
        if (!font.getFamily().equals(mono ? Fonts.MONO : Fonts.SANS)) {
            foreign.add("“" + words + "” with " + font.getFamily() + " in " + node);
        }
    }
}
