package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.MachineGlyphs;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** A letter or sign of East Asia in its two cells, drawn by a font of the machine; where none has it, its code in small digits in a box. */
final class WideCell extends Region {
    WideCell(int codePoint, double x, double cell, double height) {
        setManaged(false);
        resizeRelocate(x, 0, 2 * cell, height);
        if (MachineGlyphs.draw(codePoint, 2)) {
            add(Character.toString(codePoint), height / 2, "exact-plain");
        } else {
            getStyleClass().add("exact-code");
            String code = "%04X".formatted(codePoint);
            int half = (code.length() + 1) / 2;
            add(code.substring(0, half), height * 0.3, "exact-code-digits");
            add(code.substring(half), height * 0.7, "exact-code-digits");
        }
        Tooltip.install(this, new Tooltip("U+%04X %s".formatted(codePoint, Character.getName(codePoint))));
    }

    private void add(String words, double middle, String style) {
        Text text = new Text(words);
        text.getStyleClass().addAll("mono", style);
        text.setTextOrigin(VPos.CENTER);
        text.setY(middle);
        text.setManaged(false);
        text.setMouseTransparent(true);
        getChildren().add(text);
    }

    @Override
    protected void layoutChildren() {
        for (Node text : getChildren()) {
            text.setLayoutX((getWidth() - text.getLayoutBounds().getWidth()) / 2);
        }
    }
}
