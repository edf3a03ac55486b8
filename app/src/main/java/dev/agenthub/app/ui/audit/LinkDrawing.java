package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.Messages;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/** Draws an entry's position in the chain: previous → this → next. */
final class LinkDrawing {
    private LinkDrawing() {}

    static List<Node> of(ChainLink link, Messages words) {
        AuditRow row = link.row();
        String before = words.text(row.seq() == 0 ? "detail.genesis" : "detail.previous");
        String next = link.next();
        VBox current = box(words.text("detail.this"), row.link());
        current.getStyleClass().add("current");
        return List.of(box(before, link.previous()), new Label("→"), current, new Label("→"),
                next == null ? absent(words) : box(words.text("detail.next"), next));
    }

    private static VBox absent(Messages words) {
        return box(words.text("detail.next"), new Label(words.text("detail.newest")));
    }

    private static VBox box(String name, String hex) {
        var hash = new Label(Hashes.ends(hex));
        hash.getStyleClass().add("mono");
        hash.setTooltip(new Tooltip(Hashes.inChunks(hex)));
        hash.setAccessibleText(hex);
        return box(name, hash);
    }

    private static VBox box(String name, Label content) {
        var title = new Label(name);
        title.getStyleClass().add("name");
        var box = new VBox(title, content);
        box.getStyleClass().add("link-box");
        return box;
    }
}
