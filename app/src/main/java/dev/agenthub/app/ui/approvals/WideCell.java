package dev.agenthub.app.ui.approvals;

import javafx.geometry.VPos;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/** A letter or sign of East Asia in its two cells, drawn by a font of the machine; where none has it, its code in small digits in a box. */
final class WideCell extends Region {
    /** Of the digits, in parts of the text's. */
    private static final double SMALL = 0.55;

    WideCell(int codePoint, Font font, double x, double cell, double height) {
        setManaged(false);
        resizeRelocate(x, 0, 2 * cell, height);
        getStyleClass().add("exact-wide");
        if (WideGlyphs.draws(codePoint)) {
            add(Character.toString(codePoint), font, height / 2, "exact-plain");
        } else {
            getStyleClass().add("exact-code");
            String code = "%04X".formatted(codePoint);
            int half = (code.length() + 1) / 2;
            Font small = Font.font(font.getFamily(), font.getSize() * SMALL);
            add(code.substring(0, half), small, height * 0.3, "exact-code-digits");
            add(code.substring(half), small, height * 0.7, "exact-code-digits");
        }
        Tooltip.install(this, new Tooltip("U+%04X %s".formatted(codePoint, Character.getName(codePoint))));
    }

    private void add(String words, Font font, double middle, String style) {
        Text text = new Text(words);
        text.getStyleClass().addAll("mono", style);
        text.setFont(font);
        text.setTextOrigin(VPos.CENTER);
        text.setY(middle);
        text.setManaged(false);
        text.setMouseTransparent(true);
        text.setX((getWidth() - text.getLayoutBounds().getWidth()) / 2);
        getChildren().add(text);
    }
}
