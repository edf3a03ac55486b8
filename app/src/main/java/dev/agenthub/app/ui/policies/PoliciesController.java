package dev.agenthub.app.ui.policies;

import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.ColumnWidths;
import dev.agenthub.app.ui.common.Shown;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** Controls the policies screen: versions on the left, the draft in the middle, its simulation below. */
public final class PoliciesController {
    private final PoliciesViewModel policies;
    private static final Messages MESSAGES = Messages.of(PoliciesController.class);
    private final AppServices services;
    private final Moments moments;

    @FXML
    private ComboBox<@Nullable PolicySummary> policy;
    @FXML
    private Label agents;
    @FXML
    private ListView<PolicyText> versions;
    @FXML
    private TextArea draft;
    @FXML
    private Label fault;
    @FXML
    private Label failure;
    @FXML
    private Label done;
    @FXML
    private Button simulate;
    @FXML
    private Button publish;
    @FXML
    private Label summary;
    @FXML
    private TableView<SimulatedRow> simulated;
    @FXML
    private TableColumn<SimulatedRow, String> titleColumn;
    @FXML
    private TableColumn<SimulatedRow, String> decidedColumn;
    @FXML
    private TableColumn<SimulatedRow, String> draftedColumn;
    @FXML
    private TableColumn<SimulatedRow, String> changesColumn;

    PoliciesController(PoliciesViewModel policies, AppServices services) {
        this.policies = policies;
        this.services = services;
        this.moments = new Moments(services.clock(), services.zone());
    }

    @FXML
    void initialize() {
        policy.setItems(policies.policies());
        policy.valueProperty().bindBidirectional(policies.policy());
        policy.setCellFactory(_ -> cell(one -> HiddenCharacters.marked(one.name())));
        policy.setButtonCell(cell(one -> HiddenCharacters.marked(one.name())));
        agents.textProperty().bind(policies.policy()
                .map(one -> MESSAGES.text("agents", one.agents())).orElse(""));
        versions.setItems(policies.versions());
        versions.setCellFactory(_ -> versionCell());
        versions.getSelectionModel().selectedItemProperty().subscribe(one -> {
            if (one != null) {
                policies.load(one);
            }
        });
        draft.textProperty().bindBidirectional(policies.draft());
        Shown.text(fault, policies.fault());
        Shown.text(failure, policies.failure());
        Shown.text(done, policies.done());
        Shown.text(summary, policies.summary());
        simulate.disableProperty().bind(policies.ready().not());
        publish.disableProperty().bind(policies.ready().not());
        publish.textProperty().bind(policies.publication());
        simulated.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        ColumnWidths.follow(simulated, services.textSize());
        simulated.setItems(policies.simulated());
        Shown.when(simulated, policies.summary().map(text -> !text.isEmpty()));
        column(titleColumn, SimulatedRow::title);
        column(decidedColumn, SimulatedRow::decided);
        column(draftedColumn, SimulatedRow::drafted);
        column(changesColumn, row -> row.changes() ? MESSAGES.text("changes.yes") : "");
    }

    private static void column(TableColumn<SimulatedRow, String> column, Function<SimulatedRow, String> text) {
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(text.apply(row.getValue())));
        column.setCellFactory(_ -> new TableCell<>() {
            @Override
            protected void updateItem(@Nullable String item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty ? null : item);
                setTooltip(empty || item == null || item.isEmpty() ? null : new Tooltip(item));
            }
        });
    }

    private ListCell<PolicyText> versionCell() {
        return new ListCell<>() {
            @Override
            protected void updateItem(@Nullable PolicyText item, boolean empty) {
                super.updateItem(item, empty);
                if (empty || item == null) {
                    setText("");
                    setTooltip(null);
                    return;
                }
                setText(MESSAGES.text("version", item.version().version(), moments.relative(item.publishedAt())));
                setTooltip(new Tooltip(moments.exact(item.publishedAt())));
            }
        };
    }

    private static <T> ListCell<T> cell(Function<T, String> text) {
        return new ListCell<>() {
            @Override
            protected void updateItem(@Nullable T item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? "" : text.apply(item));
            }
        };
    }

    @FXML
    void simulate() {
        policies.simulate();
    }

    @FXML
    void publish() {
        policies.publish();
    }
}
