package dev.agenthub.app.ui.common;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** Scales a table's column widths with the text size, which style sheets can't do. */
public final class ColumnWidths {
    private record Width(TableColumn<?, ?> column, double least, double preferred, double most) {}

    private ColumnWidths() {}

    /** Scales the columns' current widths in proportion to the text size from now on. */
    public static void follow(TableView<?> table, TextSize size) {
        List<Width> widths = new ArrayList<>();
        table.getColumns().forEach(column -> widths
                .add(new Width(column, column.getMinWidth(), column.getPrefWidth(), column.getMaxWidth())));
        size.percentIn(table).subscribe(percent -> {
            double factor = percent.doubleValue() / TextSize.DEFAULT;
            widths.forEach(width -> {
                width.column().setMinWidth(width.least() * factor);
                width.column().setMaxWidth(width.most() * factor);
                width.column().setPrefWidth(width.preferred() * factor);
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
