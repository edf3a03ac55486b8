package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.audit.FilterViewModel.Choice;
import dev.agenthub.app.ui.common.ColumnWidths;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextSize;
import java.time.Duration;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** Controls the event table, newest first, and its filter. */
final class EventListController {
    private static final Messages MESSAGES = Messages.of(EventListController.class);

    private final AuditViewModel log;
    private final FilterViewModel filter;
    private final TextSize textSize;
    private final Moments moments;
    private final Parent detail;

    @FXML
    private VBox events;
    @FXML
    private ComboBox<Choice<String>> type;
    @FXML
    private ComboBox<Choice<Duration>> period;
    @FXML
    private TextField actor;
    @FXML
    private TextField subject;
    @FXML
    private Button clear;
    @FXML
    private Label filterFailure;
    @FXML
    private Label failure;
    @FXML
    private Label placeholder;
    @FXML
    private TableView<AuditRow> table;
    @FXML
    private TableColumn<AuditRow, AuditRow> seqColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> whenColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> whoColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> whatColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> subjectColumn;
    @FXML
    private Button more;
    @FXML
    private Label hint;

    /** {@code detail} shows the selected event. */
    EventListController(AuditViewModel log, FilterViewModel filter, TextSize textSize, Moments moments, Parent detail) {
        this.log = log;
        this.filter = filter;
        this.textSize = textSize;
        this.moments = moments;
        this.detail = detail;
    }

    @FXML
    void initialize() {
        events.getChildren().add(detail);
        bindTable();
        bindFilter();
        log.chosen().subscribe(chosen -> Shown.set(hint, chosen == null));
        Shown.text(failure, log.failure());
    }

    private void bindTable() {
        var cells = new AuditCells(moments);
        cells.number(seqColumn);
        cells.moment(whenColumn);
        cells.text(whoColumn, AuditRow::who);
        cells.text(whatColumn, AuditRow::what);
        cells.text(subjectColumn, AuditRow::subject);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        ColumnWidths.follow(table, textSize);
        table.setItems(log.rows());
        table.getSelectionModel().selectedItemProperty().subscribe(log::choose);
        placeholder.textProperty().bind(Bindings.when(log.loading()).then(MESSAGES.text("events.loading"))
                .otherwise(Bindings.when(filter.active()).then(MESSAGES.text("events.nothing"))
                        .otherwise(MESSAGES.text("events.none"))));
        Shown.when(more, log.more());
        more.disableProperty().bind(log.loading());
    }

    private void bindFilter() {
        type.getItems().setAll(filter.typeChoices());
        type.valueProperty().bindBidirectional(filter.type());
        period.getItems().setAll(filter.periodChoices());
        period.valueProperty().bindBidirectional(filter.period());
        actor.textProperty().bindBidirectional(filter.actor());
        subject.textProperty().bindBidirectional(filter.subject());
        Shown.when(clear, filter.active());
        Shown.text(filterFailure, filter.failure());
    }

    @FXML
    void refresh() {
        log.refresh();
    }

    @FXML
    void loadMore() {
        log.loadMore();
    }

    @FXML
    void filter() {
        filter.changed();
    }

    @FXML
    void clearFilter() {
        filter.clear();
    }
}
