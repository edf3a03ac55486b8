package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Counts;
import dev.agenthub.app.text.Moments;
import java.time.Instant;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** Fills the columns of the event table. */
final class AuditCells {
    private final Moments moments;

    AuditCells(Moments moments) {
        this.moments = moments;
    }

    void number(TableColumn<AuditRow, AuditRow> column) {
        fill(column, (cell, row) -> {
            cell.setText(Counts.grouped(row.seq()));
            cell.setId("audit-row-" + row.seq());
        });
    }

    /** Shows text; where the column cuts it, the tooltip has the whole text. */
    void text(TableColumn<AuditRow, AuditRow> column, Function<AuditRow, String> words) {
        fill(column, (cell, row) -> {
            cell.setText(words.apply(row));
            cell.setTooltip(new Tooltip(words.apply(row)));
        });
    }

    /** Shows the time relative to now, and the exact time in a tooltip. */
    void moment(TableColumn<AuditRow, AuditRow> column) {
        fill(column, (cell, row) -> {
            Instant time = row.time();
            if (time != null) {
                cell.setText(moments.relative(time));
                cell.setTooltip(new Tooltip(moments.exact(time)));
            }
        });
    }

    private static void fill(TableColumn<AuditRow, AuditRow> column,
            BiConsumer<TableCell<AuditRow, AuditRow>, AuditRow> show) {
        column.setCellValueFactory(features -> new ReadOnlyObjectWrapper<>(features.getValue()));
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable AuditRow row, boolean empty) {
                super.updateItem(row, empty);
                setText(null);
                setTooltip(null);
                setId(null);
                if (!empty && row != null) {
                    show.accept(this, row);
                }
            }
        });
    }
}
