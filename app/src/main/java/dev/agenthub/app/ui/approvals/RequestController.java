package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.RunResult;
import dev.agenthub.app.ui.common.Failure;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Moments;
import dev.agenthub.app.ui.common.Shown;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The request pane: draws what {@link RequestViewModel} decides. */
public final class RequestController {
    private static final Messages MESSAGES = Messages.of(RequestController.class);
    private static final Set<RequestState> BAD = EnumSet.of(RequestState.FAILED, RequestState.UNKNOWN,
            RequestState.REFUSED);
    private static final PseudoClass GOOD_END = PseudoClass.getPseudoClass("good");
    private static final PseudoClass BAD_END = PseudoClass.getPseudoClass("bad");

    private final RequestViewModel model;
    private final RequestWords words;
    private final Moments moments;
    private final InstantSource clock;
    private final EditViewModel editing;
    private final Parent fileList;
    private final Parent fileContent;

    @FXML
    private StackPane root;
    @FXML
    private Label caption;
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
    private Label title;
    @FXML
    private Label risk;
    @FXML
    private Label who;
    @FXML
    private Label asked;
    @FXML
    private Label expires;
    @FXML
    private Label progress;
    @FXML
    private Lineage lineage;
    @FXML
    private Label exactNote;
    @FXML
    private Label size;
    @FXML
    private HBox payloadHead;
    @FXML
    private HBox hashLine;
    @FXML
    private StackPane file;
    @FXML
    private StackPane files;
    @FXML
    private TextFlow target;
    @FXML
    private Text tool;
    @FXML
    private Text method;
    @FXML
    private Text before;
    @FXML
    private Text host;
    @FXML
    private Text after;
    @FXML
    private ExactTextView exact;
    @FXML
    private Label hash;
    @FXML
    private Label same;
    @FXML
    private VBox warnings;
    @FXML
    private Label requirement;
    @FXML
    private VoteList votes;
    @FXML
    private VBox saysBox;
    @FXML
    private Label says;
    @FXML
    private VBox outcome;
    @FXML
    private Label outcomeTitle;
    @FXML
    private Label refusal;
    @FXML
    private Label outcomeDetail;
    @FXML
    private Node responsePane;
    @FXML
    private Label response;
    @FXML
    private VBox decide;
    @FXML
    private Pane restLine;
    @FXML
    private Label rest;
    @FXML
    private CheckBox withoutRest;
    @FXML
    private TextField reason;
    @FXML
    private Button deny;
    @FXML
    private Button approve;
    @FXML
    private Button override;
    @FXML
    private Button withdraw;
    @FXML
    private Button edit;
    @FXML
    private HBox takeBack;
    @FXML
    private TextField takeBackReason;
    @FXML
    private Button takeBackSubmit;
    @FXML
    private Label terms;
    @FXML
    private Label armed;
    @FXML
    private Label ineligible;
    @FXML
    private Label failure;

    /**
     * Draws the pane.
     *
     * @param editing lets the arguments of the request on show be edited
     * @param fileList the files of the request on show
     * @param fileContent the one of them that is shown in place of the payload
     */
    RequestController(RequestViewModel model, Moments moments, InstantSource clock, EditViewModel editing,
            Parent fileList, Parent fileContent) {
        this.editing = editing;
        this.fileList = fileList;
        this.fileContent = fileContent;
        this.model = model;
        this.words = new RequestWords(moments);
        this.moments = moments;
        this.clock = clock;
    }

    @FXML
    void initialize() {
        nothingTitle.setText(MESSAGES.text("request.nothing.title"));
        nothingHint.setText(MESSAGES.text("request.nothing.hint"));
        exactNote.setText(MESSAGES.text("request.exact.note"));
        Tooltip.install(same, new Tooltip(MESSAGES.text("request.same.tip")));
        reason.textProperty().bindBidirectional(model.reason());
        withoutRest.selectedProperty().bindBidirectional(model.withoutRest());
        deny.setOnAction(_ -> model.deny());
        approve.setOnAction(_ -> model.approve());
        override.setOnAction(_ -> model.override());
        withdraw.setOnAction(_ -> model.withdraw());
        edit.setOnAction(_ -> {
            if (model.content().get() instanceof RequestContent.Open(OpenRequest request)) {
                editing.begin(request);
            }
        });
        lineage.onShow(editing::show);
        takeBackSubmit.setOnAction(_ -> model.takeBack(takeBackReason.getText()));
        takeBackSubmit.disableProperty().bind(takeBackReason.textProperty().map(String::isBlank));
        retry.setOnAction(_ -> model.openAgain());
        Shown.text(failure, model.failure());
        placeFiles();
        exact.unread().subscribe(unread -> model.unreadIs(unread.intValue()));
        model.content().subscribe((before, now) -> show(isSamePayload(before, now), now));
        show(false, model.content().get());
        model.unread().subscribe(_ -> showRest());
        model.unseenFiles().subscribe(_ -> showRest());
        model.gate().state().subscribe(this::showGate);
        model.busy().subscribe(busy -> {
            deny.setDisable(busy);
            withdraw.setDisable(busy);
        });
        root.sceneProperty().flatMap(scene -> scene.windowProperty()).flatMap(window -> window.focusedProperty())
                .orElse(false).subscribe(inFront -> model.gate().setInFront(inFront));
    }

    /** A file on show stands where the payload stood, which has not been on screen then. */
    private void placeFiles() {
        files.getChildren().setAll(fileList);
        file.getChildren().setAll(fileContent);
        Shown.when(files, fileList.visibleProperty());
        Shown.when(file, fileContent.visibleProperty());
        for (Node payload : List.of(payloadHead, target, exact, hashLine)) {
            Shown.when(payload, model.attachments().shown().isNull());
        }
    }

    /** Times are relative, so they are drawn anew now and then. */
    void redrawTimes() {
        if (model.content().get() instanceof RequestContent.Open(OpenRequest request)) {
            showTimes(request);
        }
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
                    takeBackReason.clear();
                    showPayload(request.payload());
                }
                showFacts(request);
                showOutcome(request);
                showRest();
            }
            case RequestContent.Refused(Failure failed) -> {
                refusedSentence.setText(failed.sentence());
                refusedCode.setText(failed.code());
            }
            case RequestContent.Nothing _,RequestContent.Loading _ -> exact.show("");
        }
    }

    private void showPayload(ExactPayload payload) {
        method.setText(payload.target().method() + "  ");
        before.setText(payload.target().before());
        host.setText(payload.target().host());
        after.setText(payload.target().after());
        target.setAccessibleText(payload.target().line());
        hash.setText(RequestWords.chunks(payload.hash().hex()));
        warnings.getChildren().setAll(words.warnings(payload.warnings()).stream()
                .map(line -> IconLine.of(line, Feather.ALERT_TRIANGLE, "warning")).toList());
        Shown.set(warnings, !payload.warnings().isEmpty());
        exact.describe(words.describePayload(payload));
        exact.show(payload.text());
    }

    private void showFacts(OpenRequest request) {
        RequestSummary summary = request.detail().summary();
        title.setText(words.title(summary));
        caption.setText(words.caption(summary));
        tool.setText(words.tool(summary) + "   ");
        lineage.show(request.detail());
        risk.setText(words.risk(summary));
        risk.getStyleClass().setAll("label", "chip", "risk-" + summary.risk().name().toLowerCase(Locale.ROOT));
        who.setText(words.who(summary));
        progress.setText(words.progress(request.approvals(), summary));
        requirement.setText(words.requirement(request.detail()));
        says.setText(words.says(request.detail().agentSays()));
        Shown.set(saysBox, summary.change() == null);
        approve.setText(words.approve(summary));
        votes.show(request.votes(), words);
        showTimes(request);
    }

    private void showTimes(OpenRequest request) {
        RequestSummary summary = request.detail().summary();
        asked.setText(words.asked(summary));
        asked.setTooltip(new Tooltip(moments.exact(summary.createdAt())));
        expires.setText(words.expires(summary, clock.instant()));
        expires.setTooltip(new Tooltip(moments.exact(summary.expiresAt())));
    }

    private void showOutcome(OpenRequest request) {
        RequestState state = request.detail().summary().state();
        RunResult run = request.detail().run();
        Shown.set(decide, request.decidable());
        Shown.set(override, model.mayOverride());
        Shown.set(withdraw, model.mayWithdraw());
        boolean cancellable = request.detail().cancellable();
        Shown.set(takeBackReason, cancellable);
        Shown.set(takeBackSubmit, cancellable);
        Shown.set(edit, request.detail().editable());
        Shown.set(takeBack, cancellable || request.detail().editable());
        terms.setText(words.terms(request.detail().terms()));
        Shown.set(terms, !terms.getText().isEmpty());
        boolean pending = state == RequestState.PENDING;
        Shown.set(outcome, !pending);
        Shown.set(ineligible, pending && !request.detail().eligibility().eligible());
        ineligible.setText(words.ineligible(request));
        if (pending) {
            return;
        }
        outcome.pseudoClassStateChanged(GOOD_END, state == RequestState.EXECUTED);
        outcome.pseudoClassStateChanged(BAD_END, BAD.contains(state));
        outcomeTitle.setText(words.outcomeTitle(request));
        outcomeTitle.setGraphic(new FontIcon(icon(state)));
        outcomeTitle.setTooltip(run == null || run.finishedAt() == null
                ? null
                : new Tooltip(moments.exact(run.finishedAt())));
        refusal.setText(words.refusal(request));
        Shown.set(refusal, !refusal.getText().isEmpty());
        outcomeDetail.setText(words.outcomeDetail(request));
        Shown.set(outcomeDetail, !outcomeDetail.getText().isEmpty());
        response.setText(words.response(request));
        Shown.set(responsePane, !response.getText().isEmpty());
    }

    private static Feather icon(RequestState state) {
        return switch (state) {
            case EXECUTED -> Feather.CHECK_CIRCLE;
            case FAILED, REFUSED -> Feather.ALERT_OCTAGON;
            case UNKNOWN -> Feather.HELP_CIRCLE;
            case DENIED, CANCELLED -> Feather.SLASH;
            case EXPIRED -> Feather.CLOCK;
            case PENDING, APPROVED, EXECUTING -> Feather.PLAY_CIRCLE;
        };
    }

    private void showRest() {
        if (model.content().get() instanceof RequestContent.Open(OpenRequest request)) {
            int unread = model.unread().get();
            size.setText(words.size(request.payload(), unread));
            // Once the reader has said which rest they do without, that sentence stays as they said it.
            int unseen = model.unseenFiles().get();
            Shown.set(restLine, unread > 0 || unseen > 0 || withoutRest.isSelected());
            rest.setText(words.rest(unread, unseen));
            if (!withoutRest.isSelected()) {
                withoutRest.setText(words.confirmRest(unread, unseen));
            }
        }
    }

    private void showGate(ApproveGate.State state) {
        approve.setDisable(state != ApproveGate.State.ARMED);
        override.setDisable(state != ApproveGate.State.ARMED);
        armed.setText(words.gate(state));
    }
}
