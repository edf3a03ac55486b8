package dev.agenthub.app.ui.approvals.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel.Stage;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.inbox.InboxViewModel;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.statement.Decision;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Three requests that wait for Ada, all selected, and the pane in which she decides them together. */
public abstract class BatchOfThree {
    protected final ImmediateTasks tasks = new ImmediateTasks();
    protected final ShownWhole shownWhole = new ShownWhole();
    final BatchText wording = new BatchText();
    protected TestBackend backend;
    BackendClient client;
    protected Session ada;
    protected RequestViewModel request;
    protected InboxViewModel inbox;
    protected BatchViewModel model;
    protected TestRequest first;
    protected TestRequest second;
    protected TestRequest third;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        ada = People.signIn(backend, client, "Ada Lind");
        first = request("1.00");
        second = request("2.00");
        third = request("3.00");
        RequestDecisions decisions = new RequestDecisions(ada, InstantSource.system());
        request = new RequestViewModel(ada, tasks, decisions, shownWhole, new Drafts());
        inbox = new InboxViewModel(ada, tasks, request);
        model = new BatchViewModel(inbox, request, decisions, shownWhole, new StepUp(ada, tasks), tasks);
        inbox.load();
        inbox.selection().selectAll();
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    /** A further request that waits for Ada. */
    protected TestRequest request(String amount) {
        return TestRequest.of(arguments(amount)).addedTo(backend);
    }

    static JsonObject arguments(String amount) {
        return JsonObject.builder().put("amount", amount).build();
    }

    /** Shows each of them to its end. */
    protected void showWhole(TestRequest... requests) {
        for (TestRequest one : requests) {
            inbox.choose(one.id);
            request.unreadIs(0);
        }
    }

    /** Decides all selected requests, as a person who waits until the button is armed. */
    protected void confirm(Decision decision) {
        model.begin();
        model.decide(decision);
        assertThat(model.stage().get()).isEqualTo(Stage.CONFIRM);
        tasks.elapse();
        model.confirm();
    }

    /** Approves all of them; what is sent waits for {@code tasks.release()}. */
    void confirmHeld() {
        model.begin();
        model.decide(Decision.APPROVE);
        tasks.elapse();
        tasks.hold();
        model.confirm();
    }

    BatchRow row(TestRequest about) {
        return model.rows().stream().filter(row -> row.id().equals(about.id)).findFirst().orElseThrow();
    }

    protected List<UUID> selected() {
        return inbox.selection().selected().stream().map(RequestSummary::request).toList();
    }

    /** Approves from where the pane is open already. */
    void confirmFromHere() {
        model.decide(Decision.APPROVE);
        tasks.elapse();
        model.confirm();
    }
}
