package dev.agenthub.app.ui.approvals.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.evidence.canonical.JsonObject;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is selected in the list, while the list is loaded again and again. */
final class RequestSelectionTest {
    private static final int PAGE = 100;

    private final ImmediateTasks tasks = new ImmediateTasks();
    private TestBackend backend;
    private BackendClient client;
    private InboxViewModel inbox;
    private RequestSelection selection;
    private TestRequest first;
    private TestRequest second;
    private TestRequest third;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        Session ada = People.signIn(backend, client, "Ada Lind");
        first = request("Refund 1");
        second = request("Refund 2");
        third = request("Ticket 3");
        inbox = new InboxViewModel(ada, tasks, new RequestViewModel(ada, tasks,
                new RequestDecisions(ada, InstantSource.system()), new ShownWhole(), new Drafts()));
        selection = inbox.selection();
        inbox.load();
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private TestRequest request(String title) {
        TestRequest request = TestRequest.of(JsonObject.builder().put("title", title).build()).addedTo(backend);
        request.title = title;
        return request;
    }

    private List<UUID> selected() {
        return selection.selected().stream().map(RequestSummary::request).toList();
    }

    @Test
    void asksForNoMoreOfTheListOnceItWasStopped() {
        tasks.hold();
        inbox.load();
        inbox.load();
        inbox.stop();
        request("Mail 4");
        tasks.release();
        assertThat(inbox.rows()).hasSize(3);
    }

    @Test
    void offersWhatWaitsForThisMemberAndNothingElse() {
        first.eligibility = Eligibility.no(ErrorCode.SELF_APPROVAL);
        second.state = RequestState.APPROVED;
        inbox.load();
        List.of(first, second, third).forEach(one -> selection.toggle(one.id));
        assertThat(selected()).containsExactly(third.id);
        selection.selectAll();
        assertThat(selected()).containsExactly(third.id);
        selection.toggle(third.id);
        assertThat(selected()).isEmpty();
    }

    @Test
    void keepsTheOrderOfTheListAndSurvivesReloads() {
        selection.toggle(third.id);
        selection.toggle(first.id);
        request("Refund 0");
        inbox.load();
        assertThat(selected()).containsExactly(first.id, third.id);
        selection.clear();
        assertThat(selected()).isEmpty();
    }

    @Test
    void dropsWhatWaitsNoLonger() {
        selection.selectAll();
        first.state = RequestState.DENIED;
        second.eligibility = Eligibility.no(ErrorCode.ALREADY_DECIDED);
        inbox.load();
        assertThat(selected()).containsExactly(third.id);
        backend.requests.remove(third);
        inbox.load();
        assertThat(selected()).isEmpty();
    }

    @Test
    void keepsWhatWaitsButFellOffTheEndOfTheList() {
        selection.toggle(third.id);
        backend.requests.remove(third);
        for (int i = 0; i < PAGE; i++) {
            request("Refund " + i);
        }
        backend.requests.add(third);
        inbox.load();
        assertThat(inbox.rows()).extracting(RequestSummary::request).doesNotContain(third.id);
        assertThat(selected()).containsExactly(third.id);
        third.state = RequestState.EXECUTED;
        inbox.heard(third.id);
        assertThat(selected()).isEmpty();
    }

    @Test
    void keepsNothingThatTheReaderNarrowedTheListToLeaveOut() {
        selection.selectAll();
        inbox.conditions().text().set("Refund");
        assertThat(selected()).containsExactly(first.id, second.id);
        inbox.conditions().text().set("");
        assertThat(selected()).containsExactly(first.id, second.id);
    }

    @Test
    void learnsOfAnotherHash() {
        selection.toggle(first.id);
        first.claimedHash = "1".repeat(64);
        inbox.load();
        assertThat(selection.selected()).singleElement().matches(row -> row.payloadHash().equals("1".repeat(64)));
    }

    @Test
    void staysAsItIsWhileItIsLocked() {
        selection.toggle(first.id);
        selection.setLocked(true);
        selection.toggle(first.id);
        selection.toggle(second.id);
        selection.selectAll();
        selection.clear();
        assertThat(selected()).containsExactly(first.id);
        selection.takeOut(List.of(first.id));
        assertThat(selected()).isEmpty();
    }
}
