package dev.agenthub.app.ui.common;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** Columns of a table as wide for larger words as they are for the usual ones: style sheets, which measure in words, do not reach them. */
public final class ColumnWidths {
    private record Usual(TableColumn<?, ?> column, double least, double preferred, double most) {}

    private ColumnWidths() {}

    /** Keeps the widths that the table's columns have now, in proportion to the size of the words. */
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

    /** The table shares its width out anew only when that changes, or the rule by which it does. */
    private static <T> void share(TableView<T> table) {
        var policy = table.getColumnResizePolicy();
        table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        table.setColumnResizePolicy(policy);
    }
}
