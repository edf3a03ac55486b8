package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.Messages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A row of the tree with its marks before it, each an icon and a word; on hover what they mean. */
final class TreeRowCell extends TreeCell<TreeRow> {
    private static final Messages MESSAGES = Messages.of(TreeRowCell.class);

    private final Supplier<TreeMarks> marks;

    /** {@code marks} are those that hold when a row is drawn. */
    TreeRowCell(Supplier<TreeMarks> marks) {
        this.marks = marks;
        getStyleClass().add("mono");
    }

    @Override
    protected void updateItem(@Nullable TreeRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
            setTooltip(null);
            setAccessibleText(null);
            return;
        }
        List<TreeMarks.Mark> found = marks.get().of(row);
        // The same word once: what it means is all said on hover.
        List<Node> drawn = new ArrayList<>(found.stream().collect(Collectors.toMap(TreeMarks.Mark::word,
                TreeRowCell::draw, (first, _) -> first, LinkedHashMap::new)).values());
        HBox before = new HBox(6, drawn.toArray(Node[]::new));
        before.setAlignment(Pos.CENTER_LEFT);
        setText(row.text());
        setGraphic(drawn.isEmpty() ? null : before);
        setTooltip(found.isEmpty()
                ? null
                : new Tooltip(found.stream().map(TreeMarks.Mark::more).distinct().collect(Collectors.joining("\n"))));
        setAccessibleText(found.isEmpty()
                ? row.text()
                : MESSAGES.text("tree.marked", row.text(),
                        found.stream().map(mark -> mark.word() + ", " + mark.more())
                                .collect(Collectors.joining("; "))));
    }

    private static Label draw(TreeMarks.Mark mark) {
        Label word = new Label(mark.word(), new FontIcon(switch (mark.kind()) {
            case UNUSUAL -> Feather.ALERT_TRIANGLE;
            case CHANGED, INSIDE -> Feather.EDIT_2;
            case ADDED -> Feather.PLUS;
        }));
        word.getStyleClass().addAll("tree-mark", "tree-mark-" + mark.kind().name().toLowerCase(Locale.ROOT));
        word.setMinWidth(USE_PREF_SIZE);
        return word;
    }
}
