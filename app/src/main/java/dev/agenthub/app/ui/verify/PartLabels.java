package dev.agenthub.app.ui.verify;

import dev.agenthub.app.verification.Conclusion.Part;
import java.util.List;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.Label;

/** Shows the parts verified: name, sign and, unless it simply holds, the result in a word. */
final class PartLabels {
    private PartLabels() {}

    static List<Node> of(List<Part> parts) {
        return parts.stream().map(PartLabels::label).toList();
    }

    private static Node label(Part part) {
        String plain = part.sign() + " " + part.name();
        var label = new Label("✓".equals(part.sign()) ? plain : plain + ": " + part.word());
        label.setAccessibleText(part.name() + ": " + part.word());
        label.getStyleClass().addAll("part", part.state().name().toLowerCase(Locale.ROOT));
        return label;
    }
}
