package dev.agenthub.app.ui.common;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** Scales a table's column widths with the text size, which style sheets can't do. */
public final class ColumnWidths {
    private record Usual(TableColumn<?, ?> column, double least, double preferred, double most) {}

    private ColumnWidths() {}

    /** Scales the columns' current widths in proportion to the text size from now on. */
    public static void follow(TableView<?> table, TextSize size) {
        List<Usual> widths = new ArrayList<>();
        table.getColumns().forEach(column -> widths
                .add(new Usual(column, column.getMinWidth(), column.getPrefWidth(), column.getMaxWidth())));
        size.percentIn(table).subscribe(percent -> {
            double factor = percent.doubleValue() / TextSize.USUAL;
            widths.forEach(usual -> {
                usual.column().setMinWidth(usual.least() * factor);
                usual.column().setMaxWidth(usual.most() * factor);
                usual.column().setPrefWidth(usual.preferred() * factor);
            });
            share(table);
        });
    }

    /** Makes the table distribute its width again: it does so only when its width or its resize policy changes. */
    private static <T> void share(TableView<T> table) {
        var policy = table.getColumnResizePolicy();
        table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        table.setColumnResizePolicy(policy);
    }
}
