package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.attachments.AttachmentContentController;
import dev.agenthub.app.ui.approvals.attachments.AttachmentListController;
import dev.agenthub.app.ui.approvals.attachments.AttachmentsViewModel;
import dev.agenthub.app.ui.approvals.batch.BatchController;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.drafts.EditController;
import dev.agenthub.app.ui.approvals.drafts.EditViewModel;
import dev.agenthub.app.ui.approvals.history.HistoryViewModel;
import dev.agenthub.app.ui.approvals.inbox.InboxViewModel;
import dev.agenthub.app.ui.approvals.pane.RequestController;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.app.ui.approvals.sent.LastDecision;
import dev.agenthub.app.ui.approvals.sent.LastDecisionController;
import dev.agenthub.app.ui.approvals.sent.LeftDecisionController;
import dev.agenthub.app.ui.approvals.sent.LeftDecisions;
import dev.agenthub.app.ui.approvals.views.ChangesViewModel;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.Screen;
import dev.agenthub.app.ui.common.Shortcut;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Parent;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** The inbox as a screen of the main window: makes its models and views, and starts and stops them. */
public final class InboxScreen implements Screen {
    private static final Duration REDRAW = Duration.ofSeconds(20);

    private final TaskRunner tasks;
    private final InboxViewModel model;
    private final RequestViewModel requestModel;
    private final EditViewModel edit;
    private final View<InboxController> view;
    private final RequestController request;
    private final BatchViewModel batch;
    private final LeftDecisions left;
    private final List<Shortcut> shortcuts;
    private final ReadOnlyStringWrapper badge = new ReadOnlyStringWrapper("");
    private TaskRunner.@Nullable Pending redraw;

    /**
     * Makes the screen and loads the list.
     *
     * @param drafts what this member wrote earlier and has not sent; what they write here is added
     */
    public InboxScreen(Session session, AppServices services, Drafts drafts) {
        this.tasks = services.tasks();
        Moments moments = new Moments(services.clock(), services.zone());
        RequestDecisions decisions = new RequestDecisions(session, services.clock());
        ShownWhole shownWhole = new ShownWhole();
        this.requestModel = new RequestViewModel(session, tasks, decisions, shownWhole, drafts);
        AttachmentsViewModel files = requestModel.attachments();
        this.edit = new EditViewModel(session, tasks, drafts, this::showRequest);
        HistoryViewModel past = new HistoryViewModel(session.client(), tasks);
        this.request = new RequestController(services.textSize(), requestModel, past,
                new ChangesViewModel(decisions, tasks, past), moments, services.clock(), edit,
                Views.load(new AttachmentListController(files, services.files())).root(),
                Views.load(new AttachmentContentController(files, tasks)));
        View<RequestController> pane = Views.load(request);
        this.model = new InboxViewModel(session, tasks, requestModel);
        this.batch = new BatchViewModel(model, requestModel, decisions, shownWhole,
                new StepUp(session, tasks), tasks);
        RequestText wording = new RequestText(moments);
        Parent lastDecision = Views.load(new LastDecisionController(
                new LastDecision(session, model, decisions, shownWhole, tasks), wording)).root();
        this.left = new LeftDecisions(session, model, decisions, tasks, drafts);
        Parent leftDecision = Views.load(new LeftDecisionController(left, wording, this::showRequest)).root();
        Parent batchPane = Views.load(new BatchController(batch, wording)).root();
        Parent editPane = Views.load(new EditController(edit, wording)).root();
        this.view = Views.load(new InboxController(services.textSize(), model, wording, pane, leftDecision,
                lastDecision, batch,
                batchPane, edit, editPane));
        this.shortcuts = view.controller().shortcuts();
        model.waiting().subscribe(count -> badge.set(count.intValue() == 0 ? "" : count.toString()));
        model.start();
        redraw = tasks.after(REDRAW, this::redrawTimes);
    }

    private void redrawTimes() {
        view.controller().redrawTimes();
        request.redrawTimes();
        redraw = tasks.after(REDRAW, this::redrawTimes);
    }

    @Override
    public String id() {
        return "inbox";
    }

    @Override
    public String title() {
        return Messages.of(InboxScreen.class).text("inbox.title");
    }

    @Override
    public Ikon icon() {
        return Feather.INBOX;
    }

    @Override
    public Parent root() {
        return view.root();
    }

    @Override
    public ReadOnlyStringProperty badge() {
        return badge.getReadOnlyProperty();
    }

    @Override
    public List<Shortcut> shortcuts() {
        return shortcuts;
    }

    @Override
    public boolean showRequest(UUID request) {
        view.controller().show(request);
        return true;
    }

    @Override
    public void close() {
        model.stop();
        batch.stop();
        left.stop();
        edit.close();
        requestModel.close();
        if (redraw != null) {
            redraw.cancel();
            redraw = null;
        }
    }
}
