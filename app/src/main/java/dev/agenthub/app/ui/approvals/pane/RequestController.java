package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.attachments.AttachmentContentController;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.drafts.EditViewModel;
import dev.agenthub.app.ui.approvals.history.HistoryController;
import dev.agenthub.app.ui.approvals.history.HistoryViewModel;
import dev.agenthub.app.ui.approvals.reading.Span;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.approvals.views.ChangesViewModel;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The pane of the request on show: a head and a decision bar that stay in place, and between them the parts that scroll. */
public final class RequestController {
    private static final Messages MESSAGES = Messages.of(RequestController.class);
    private static final PseudoClass LOW = PseudoClass.getPseudoClass("low");
    private static final PseudoClass CRAMPED = PseudoClass.getPseudoClass("cramped");

    private final TextSize textSize;
    private final RequestViewModel model;
    private final RequestText wording;
    private final Moments moments;
    private final EditViewModel editing;
    private final View<RequestHeadController> head;
    private final View<PayloadController> payload;
    private final HistoryViewModel past;
    private final View<HistoryController> history;
    private final View<FactsController> facts;
    private final View<HashController> hash;
    private final View<OutcomeController> outcome;
    private final View<DecisionBarController> decision;

    @FXML
    private StackPane root;
    @FXML
    private VBox nothing;
    @FXML
    private Label nothingTitle;
    @FXML
    private Label nothingHint;
    @FXML
    private VBox loading;
    @FXML
    private VBox refused;
    @FXML
    private Label refusedSentence;
    @FXML
    private Label refusedCode;
    @FXML
    private Button retry;
    @FXML
    private VBox open;
    @FXML
    private ScrollPane middle;
    @FXML
    private VBox content;
    @FXML
    private Label wholeTitle;
    @FXML
    private Label who;
    @FXML
    private Label asked;
    @FXML
    private Lineage lineage;
    @FXML
    private VBox pinned;

    /**
     * Draws the pane.
     *
     * @param past the earlier actions of the agent
     * @param changes the differences from the agent's last similar action
     * @param editing edits the arguments of the request on show
     * @param fileList the files of the request on show
     * @param fileContent shows one of the files in place of the payload
     */
    public RequestController(TextSize textSize, RequestViewModel model, HistoryViewModel past, ChangesViewModel changes,
            Moments moments, InstantSource clock, EditViewModel editing, Parent fileList,
            View<AttachmentContentController> fileContent) {
        this.textSize = textSize;
        this.model = model;
        this.past = past;
        this.wording = new RequestText(moments);
        this.moments = moments;
        this.editing = editing;
        this.head = Views.load(new RequestHeadController(wording, moments, clock));
        this.payload = Views.load(new PayloadController(model, wording, changes, editing::show, fileList, fileContent));
        this.history = Views.load(new HistoryController(past, moments, clock));
        this.facts = Views.load(new FactsController(wording));
        this.hash = Views.load(new HashController());
        this.outcome = Views.load(new OutcomeController(wording, moments));
        this.decision = Views.load(new DecisionBarController(model, wording, editing));
    }

    @FXML
    void initialize() {
        nothingTitle.setText(MESSAGES.text("request.nothing.title"));
        nothingHint.setText(MESSAGES.text("request.nothing.hint"));
        open.getChildren().addFirst(head.root());
        content.getChildren().addAll(payload.root(), history.root(), facts.root());
        payload.controller().room().bind(middle.viewportBoundsProperty().map(Bounds::getHeight));
        pinned.getChildren().addAll(hash.root(), outcome.root(), decision.root());
        Map<Part, List<Node>> parts = new EnumMap<>(head.controller().parts());
        parts.put(Part.HASH, List.of(hash.root()));
        decision.controller().pin(parts);
        Shown.when(wholeTitle, head.controller().wholeTitle());
        head.controller().wholeTitle().subscribe(_ -> {
            middle.setVvalue(0);
            showWholeTitle();
        });
        root.heightProperty().subscribe(this::makeRoom);
        textSize.percentIn(root).subscribe(this::makeRoom);
        // A file, or the payload again, stands above the list of files that was asked for it.
        model.attachments().shown().subscribe(_ -> middle.setVvalue(0));
        lineage.onShow(editing::show);
        history.controller().onJump(value -> payload.controller().jumpTo(span(value)));
        history.controller().onChanges(payload.controller()::showChanges);
        past.unusual().subscribe(unusual -> payload.controller()
                .mark(unusual.keySet().stream().map(RequestController::span).toList()));
        retry.setOnAction(_ -> model.openAgain());
        model.content().subscribe((before, now) -> show(isSamePayload(before, now), now));
        show(false, model.content().get());
        model.unread().subscribe(_ -> showRest());
        model.unseenFiles().subscribe(_ -> showRest());
        root.sceneProperty().flatMap(scene -> scene.windowProperty()).flatMap(window -> window.focusedProperty())
                .orElse(false).subscribe(inFront -> model.gate().setInFront(inFront));
    }

    /** What needs not be in the window always gives its room to what must be, and is read with the rest. */
    private void makeRoom() {
        boolean low = textSize.isLow(root.getHeight());
        root.pseudoClassStateChanged(LOW, low);
        head.controller().setLow(low);
        decision.controller().setLow(low);
        boolean cramped = textSize.isCramped(root.getHeight());
        root.pseudoClassStateChanged(CRAMPED, cramped);
        hash.controller().setCramped(cramped);
        payload.controller().setCramped(cramped);
        stand(hash.controller().phraseLine(), low ? content : (Pane) hash.root());
        stand(decision.controller().instead(), low ? content : (Pane) decision.root());
    }

    private void stand(Node node, Pane place) {
        if (!place.equals(node.getParent())) {
            place.getChildren().add(place.equals(content) ? content.getChildren().size() : 1, node);
        }
    }

    /** Whether a request is on show, rather than a notice or nothing. */
    public boolean isOpen() {
        return model.content().get() instanceof RequestContent.Open && root.isVisible();
    }

    /** Moves the keyboard focus to the payload, or to the view shown in its place. */
    public void read() {
        payload.controller().read();
    }

    public boolean isReading() {
        return payload.controller().isReading();
    }

    /**
     * Scrolls what is read by one page.
     *
     * @param on true for the next page, false for the previous one
     */
    public void turn(boolean on) {
        payload.controller().turn(on);
    }

    /** Moves the keyboard focus to Approve or, while that is locked, to what must be read first. */
    public void goToApprove() {
        if (!decision.controller().focusApprove()) {
            read();
        }
    }

    /** Moves the keyboard focus to Deny or, if there is none, to what is read. */
    public void goToDeny() {
        if (!decision.controller().focusDeny()) {
            read();
        }
    }

    /** Redraws the relative times, such as “2 minutes ago”. */
    public void redrawTimes() {
        if (model.content().get() instanceof RequestContent.Open(OpenRequest request)) {
            head.controller().redrawTimes(request.detail().summary());
            showAsked(request.detail().summary());
        }
    }

    private static Span span(PlacedValue value) {
        return new Span(value.start(), value.end());
    }

    private static boolean isSamePayload(RequestContent before, RequestContent now) {
        return before instanceof RequestContent.Open(OpenRequest shown)
                && now instanceof RequestContent.Open(OpenRequest next)
                && shown.payload().equals(next.payload());
    }

    private void show(boolean samePayload, RequestContent now) {
        Shown.set(nothing, now instanceof RequestContent.Nothing);
        Shown.set(loading, now instanceof RequestContent.Loading);
        Shown.set(refused, now instanceof RequestContent.Refused);
        Shown.set(open, now instanceof RequestContent.Open);
        switch (now) {
            case RequestContent.Open(OpenRequest request) -> {
                if (!samePayload) {
                    begin(request.payload());
                }
                showNow(request);
                showRest();
            }
            case RequestContent.Refused(Failure failed) -> {
                refusedSentence.setText(failed.sentence());
                refusedCode.setText(failed.code());
            }
            case RequestContent.Nothing _,RequestContent.Loading _ -> {
                payload.controller().clear();
                past.clear();
            }
        }
    }

    private void begin(ExactPayload bytes) {
        head.controller().reset();
        middle.setVvalue(0);
        hash.controller().show(bytes.hash());
        payload.controller().show(bytes);
        facts.controller().begin(bytes);
    }

    private void showNow(OpenRequest request) {
        RequestSummary summary = request.detail().summary();
        head.controller().show(request);
        showWholeTitle();
        who.setText(wording.who(summary));
        showAsked(summary);
        lineage.show(request.detail());
        payload.controller().showState(summary);
        past.show(request.detail(), request.payload().json(), request.payload().target().host());
        facts.controller().show(request);
        outcome.controller().show(request);
        decision.controller().show(request);
    }

    /** Only while it is on show: hidden it keeps the room of an earlier one, to which JavaFX would take minutes to shorten it. */
    private void showWholeTitle() {
        wholeTitle
                .setText(wholeTitle.isVisible() && model.content().get() instanceof RequestContent.Open(OpenRequest now)
                        ? wording.title(now.detail().summary())
                        : "");
    }

    private void showAsked(RequestSummary summary) {
        asked.setText(wording.asked(summary));
        asked.setTooltip(new Tooltip(moments.exact(summary.createdAt())));
    }

    private void showRest() {
        if (model.content().get() instanceof RequestContent.Open(OpenRequest request)) {
            payload.controller().showSize(request.payload());
            decision.controller().showRest();
        }
    }
}
