package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.request.Dots;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.ClampedLabel;
import dev.agenthub.app.ui.common.Shown;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One row of the list: title, risk, votes, and the time left or the outcome. */
public final class RequestCell extends ListCell<RequestSummary> {
    private static final Messages MESSAGES = Messages.of(RequestCell.class);

    private static final double ROOM_AROUND = 82;

    private final RequestText wording;
    private final InboxViewModel model;
    private final RequestSelection selection;
    private final IntConsumer sight;
    private final CheckBox select = new CheckBox();
    /** Held here, so that the selection forgets cells that are no longer drawn. */
    private final InvalidationListener selected = _ -> showSelected();
    private final ClampedLabel title = new ClampedLabel();
    private final Label risk = new Label();
    private final Label progress = new Label();
    private final Label when = new Label();
    private final Label decided = new Label();
    /** Leads to the requests that are left out after this one. */
    private final Hyperlink more = new Hyperlink();
    private final InvalidationListener folded = _ -> showFold();
    private final HBox box;

    /**
     * Makes a row.
     *
     * @param model knows which rows are selected, and how many requests are left out after a row
     * @param sight receives the index of each row that is drawn
     */
    public RequestCell(RequestText wording, InboxViewModel model, IntConsumer sight) {
        this.wording = wording;
        this.model = model;
        this.selection = model.selection();
        this.sight = sight;
        title.getStyleClass().add("row-title");
        risk.setMinWidth(Region.USE_PREF_SIZE);
        progress.getStyleClass().addAll("text-small", "dots");
        progress.setMinWidth(Region.USE_PREF_SIZE);
        when.getStyleClass().addAll("text-small", "text-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox second = new HBox(10, risk, progress, gap, when);
        second.setAlignment(Pos.CENTER_LEFT);
        more.setMnemonicParsing(false);
        more.setFocusTraversable(false);
        more.getStyleClass().setAll("hyperlink", "text-small");
        more.setOnAction(_ -> showMore());
        decided.getStyleClass().addAll("text-small", "text-muted");
        decided.setMinWidth(0);
        VBox text = new VBox(4, title, second, decided, more);
        HBox.setHgrow(text, Priority.ALWAYS);
        // The row's own key selects it: the list is one stop on the way of the Tab key.
        select.setFocusTraversable(false);
        select.setMinWidth(USE_PREF_SIZE);
        select.disableProperty().bind(selection.locked());
        select.setOnAction(_ -> toggle());
        box = new HBox(4, select, text);
        box.getStyleClass().add("row");
        selection.selected().addListener(new WeakInvalidationListener(selected));
        selection.offered().addListener(new WeakInvalidationListener(selected));
        model.folds().addListener(new WeakInvalidationListener(folded));
        setPrefWidth(0);
        // The width is what makes a long title wrap instead of ending in dots.
        listViewProperty().subscribe(list -> {
            if (list != null) {
                title.prefWidthProperty().bind(list.widthProperty().subtract(ROOM_AROUND));
            }
        });
    }

    @Override
    protected void updateItem(@Nullable RequestSummary row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setId(null);
            setAccessibleText("");
            return;
        }
        select.setId("request-select-" + row.request());
        sight.accept(getIndex());
        setId("request-row-" + row.request());
        title.show(wording.title(row));
        setTooltip(new Tooltip(wording.who(row)));
        risk.setText(wording.risk(row));
        risk.getStyleClass().setAll("label", "text-small", "row-risk",
                "risk-" + row.risk().name().toLowerCase(Locale.ROOT));
        boolean pending = row.state() == RequestState.PENDING;
        progress.setText(pending
                ? Dots.of(row.approvals(), row.approvalsNeeded())
                : MESSAGES.text("inbox.state." + row.state().name()));
        when.setText(wording.moment(row));
        decided.setId("request-decided-" + row.request());
        decided.setText(wording.decided(row));
        Shown.set(decided, !decided.getText().isEmpty());
        showSelected();
        showFold();
        setGraphic(box);
    }

    private void showFold() {
        RequestSummary row = getItem();
        Long left = row == null ? null : model.folds().get().get(row.request());
        Shown.set(more, left != null);
        if (row != null && left != null) {
            more.setId("request-more-" + row.request());
            more.setText(wording.more(row, left));
        }
    }

    private void showMore() {
        RequestSummary row = getItem();
        if (row != null && row.agent() != null) {
            model.conditions().chooseAgent(row.agent(), row.risk());
        }
    }

    private void toggle() {
        if (getItem() != null) {
            selection.toggle(getItem().request());
            showSelected();
        }
    }

    private void showSelected() {
        RequestSummary row = getItem();
        if (row == null) {
            return;
        }
        boolean has = selection.has(row.request());
        // What can't be selected keeps the room, so that titles stay below each other.
        select.setVisible(selection.offers(row.request()));
        select.setSelected(has);
        select.setAccessibleText(MESSAGES.text("inbox.select", wording.title(row)));
        String said = Stream
                .of(wording.title(row), wording.risk(row), wording.progress(row.approvals(), row), wording.decided(row))
                .filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
        setAccessibleText(has ? MESSAGES.text("inbox.row.selected", said) : said);
    }
}
