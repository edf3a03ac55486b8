package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.batch.BatchText;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel.Stage;
import dev.agenthub.app.ui.approvals.drafts.EditViewModel;
import dev.agenthub.app.ui.approvals.inbox.AgentStrip;
import dev.agenthub.app.ui.approvals.inbox.InboxCursor;
import dev.agenthub.app.ui.approvals.inbox.InboxFilter;
import dev.agenthub.app.ui.approvals.inbox.InboxFilter.Scope;
import dev.agenthub.app.ui.approvals.inbox.InboxMenus;
import dev.agenthub.app.ui.approvals.inbox.InboxViewModel;
import dev.agenthub.app.ui.approvals.inbox.ListSight;
import dev.agenthub.app.ui.approvals.inbox.RequestCell;
import dev.agenthub.app.ui.approvals.inbox.RequestSelection;
import dev.agenthub.app.ui.approvals.pane.RequestController;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shortcut;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.View;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The inbox: the list of requests on the left, the chosen one on the right. */
public final class InboxController {
    private static final Messages MESSAGES = Messages.of(InboxController.class);
    private static final PseudoClass LIVE = PseudoClass.getPseudoClass("live");

    private final TextSize textSize;
    private final InboxViewModel model;
    private final RequestText wording;
    private final View<RequestController> request;
    private final Parent leftDecision;
    private final Parent lastDecision;
    private final BatchViewModel batch;
    private final BatchText batchWording = new BatchText();
    private final Parent batchPane;
    private final EditViewModel edit;
    private final Parent editPane;
    private @Nullable InboxCursor cursor;
    private @Nullable InboxFold fold;

    @FXML
    private Label count;
    @FXML
    private Label link;
    @FXML
    private TextField filter;
    @FXML
    private ToggleButton waiting;
    @FXML
    private ToggleButton decided;
    @FXML
    private ToggleButton everything;
    @FXML
    private CheckBox mine;
    @FXML
    private ComboBox<InboxMenus.Choice<RequestState>> state;
    @FXML
    private ComboBox<InboxMenus.Choice<Risk>> risk;
    @FXML
    private ComboBox<InboxMenus.Choice<UUID>> workspace;
    @FXML
    private ComboBox<InboxMenus.Choice<InboxFilter.Asker>> asker;
    @FXML
    private ComboBox<InboxMenus.Choice<RequestOrder>> order;
    @FXML
    private Label matches;
    @FXML
    private Label failure;
    @FXML
    private ListView<RequestSummary> list;
    @FXML
    private AgentStrip agents;
    @FXML
    private Button toBeginning;
    @FXML
    private Label empty;
    @FXML
    private HBox selected;
    @FXML
    private Label selectedCount;
    @FXML
    private Button decide;
    @FXML
    private Button clear;
    @FXML
    private VBox whole;
    @FXML
    private HBox root;
    @FXML
    private VBox side;
    @FXML
    private Button back;
    @FXML
    private VBox right;
    @FXML
    private HBox reading;
    @FXML
    private Label readingWords;
    @FXML
    private Button readingBack;
    @FXML
    private Button readingNext;
    @FXML
    private StackPane pane;

    InboxController(TextSize textSize, InboxViewModel model, RequestText wording,
            View<RequestController> request,
            Parent leftDecision,
            Parent lastDecision,
            BatchViewModel batch,
            Parent batchPane, EditViewModel edit, Parent editPane) {
        this.textSize = textSize;
        this.model = model;
        this.wording = wording;
        this.request = request;
        this.leftDecision = leftDecision;
        this.lastDecision = lastDecision;
        this.batch = batch;
        this.batchPane = batchPane;
        this.edit = edit;
        this.editPane = editPane;
    }

    @FXML
    void initialize() {
        fold = new InboxFold(root, side, right, back, list, textSize);
        back.textProperty().bind(Bindings.createStringBinding(
                () -> MESSAGES.text("inbox.back", model.waiting().get()), model.waiting()));
        whole.getChildren().addFirst(leftDecision);
        right.getChildren().add(1, lastDecision);
        pane.getChildren().setAll(request.root(), batchPane, editPane);
        filter.setTooltip(new Tooltip(MESSAGES.text("keys.search.tip", "/")));
        filter.textProperty().bindBidirectional(model.conditions().text());
        mine.selectedProperty().bindBidirectional(model.conditions().mine());
        Shown.text(failure, model.failure());
        count.textProperty().bind(model.waiting().asString());
        chooseScope();
        new InboxMenus(model).fill(state, risk, workspace, asker, order);
        matches.textProperty().bind(Bindings.createStringBinding(
                () -> MESSAGES.text("inbox.matches", model.matches().get()), model.matches()));
        model.link().subscribe(this::showLink);
        // What was written is kept, and stands there again when the request is edited the next time.
        model.chosen().subscribe(_ -> edit.close());
        edit.request().subscribe((before, now) -> {
            showStage(batch.stage().get());
            if (now != null) {
                fold().showPane();
            } else if (before != null) {
                fold().showList();
            }
        });
        list.setCellFactory(_ -> new RequestCell(wording, model, this::comesIntoSight));
        cursor = new InboxCursor(list, model, fold::focusList);
        agents.onChoose(agent -> model.conditions().chooseAgent(agent, null));
        model.byAgent().subscribe(this::showAgents);
        model.conditions().asker().subscribe(this::showAgents);
        toBeginning.setOnAction(_ -> {
            model.loadFirst();
            list.scrollTo(0);
        });
        toBeginning.textProperty().bind(Bindings.createStringBinding(() -> MESSAGES.text("inbox.beginning",
                model.skipped().get() + 1, model.skipped().get() + model.rows().size()), model.skipped(),
                model.rows()));
        Shown.when(toBeginning, model.fromBeginning().not());
        offerSelection();
        offerBatch();
        empty.visibleProperty().bind(Bindings.isEmpty(model.rows()));
        empty.textProperty()
                .bind(Bindings.createStringBinding(this::whyEmpty, model.conditions().text(),
                        model.conditions().scope(),
                        model.conditions().state(), model.conditions().risk(), model.conditions().workspace(),
                        model.conditions().asker(), model.conditions().mine()));
    }

    /** Shows a request, whether or not the list has a row of it. */
    void show(UUID request) {
        model.choose(request);
        Objects.requireNonNull(cursor).selectShown();
        fold().showPane();
    }

    List<Shortcut> shortcuts() {
        return new InboxKeys(list, filter, selected, Objects.requireNonNull(cursor), fold(), model.selection(),
                request.controller()).shortcuts();
    }

    private InboxFold fold() {
        return Objects.requireNonNull(fold);
    }

    /** Redraws the relative times, such as “2 minutes ago”. */
    void redrawTimes() {
        list.refresh();
    }

    private void chooseScope() {
        ToggleGroup scopes = new ToggleGroup();
        Map<Toggle, Scope> meant = Map.of(waiting, Scope.WAITING, decided, Scope.DECIDED, everything, Scope.ALL);
        scopes.getToggles().setAll(waiting, decided, everything);
        model.conditions().scope().subscribe(now -> meant.forEach((toggle, scope) -> {
            if (scope == now) {
                scopes.selectToggle(toggle);
            }
        }));
        scopes.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null) {
                scopes.selectToggle(before);
            } else {
                model.conditions().scope().set(Objects.requireNonNull(meant.get(now)));
            }
        });
    }

    private void offerSelection() {
        RequestSelection selection = model.selection();
        selectedCount.textProperty().bind(Bindings.createStringBinding(
                () -> MESSAGES.text("inbox.selected", selection.selected().size()), selection.selected()));
        Shown.when(selected, Bindings.isNotEmpty(selection.selected()));
        clear.disableProperty().bind(selection.locked());
        clear.setOnAction(_ -> selection.clear());
    }

    private void offerBatch() {
        decide.disableProperty().bind(model.selection().locked());
        decide.setOnAction(_ -> batch.begin());
        readingBack.setOnAction(_ -> batch.begin());
        readingNext.setText(batchWording.showNext());
        readingNext.setOnAction(_ -> batch.showNext());
        batch.rows().subscribe(this::showReading);
        batch.stage().subscribe((before, now) -> {
            showStage(now);
            if (now == Stage.CLOSED && before != Stage.READING) {
                fold().showList();
            } else if (now != Stage.CLOSED) {
                fold().showPane();
            }
            if (now == Stage.READING) {
                readingBack.requestFocus();
            }
        });
        showStage(batch.stage().get());
    }

    private void showStage(Stage stage) {
        // Not only covered by the other pane: what is on screen counts as read.
        Shown.set(request.root(), (stage == Stage.CLOSED || stage == Stage.READING) && edit.request().get() == null);
        Shown.set(reading, stage == Stage.READING);
        showReading();
    }

    private void showReading() {
        readingWords.setText(batchWording.reading(batch));
        readingBack.setText(batchWording.backToAll(batch.rows().size()));
        readingNext.setDisable(!batch.hasNext());
    }

    /** Whoever sees the first or the last row, or has the keyboard's cursor on it, is about to read on. */
    private void comesIntoSight(int row) {
        if (row == 0 || row >= model.rows().size() - 1) {
            // Cells are drawn for what is no longer there too, before the list is laid out.
            Platform.runLater(() -> {
                if (ListSight.holdsLast(list)) {
                    model.loadMore();
                } else if (ListSight.holdsFirst(list)) {
                    model.loadBefore();
                }
            });
        }
    }

    private void showAgents() {
        InboxFilter.Asker asker = model.conditions().asker().get();
        agents.show(model.byAgent().get(), asker == null ? null : asker.agent(),
                model.conditions().scope().get() == Scope.WAITING);
    }

    private void showLink(Link now) {
        link.setText(MESSAGES.text("inbox.link." + now.name()));
        link.pseudoClassStateChanged(LIVE, now == Link.LIVE);
    }

    private String whyEmpty() {
        if (model.filter().isNarrowed()) {
            return MESSAGES.text("inbox.empty.filter");
        }
        return MESSAGES.text("inbox.empty." + model.conditions().scope().get().name());
    }
}
