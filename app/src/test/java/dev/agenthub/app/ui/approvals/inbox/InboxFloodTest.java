package dev.agenthub.app.ui.approvals.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The list where thousands wait: what it asks for, what it holds, and what of it is one line. */
public final class InboxFloodTest {
    private static final int MANY = 5000;
    /** How many pages its reader scrolls through, there and back. */
    private static final int WALK = 12;
    private static final int PAGE = RequestPages.SIZE;

    private final ImmediateTasks tasks = new ImmediateTasks();
    private final UUID flooding = UUID.randomUUID();
    private TestBackend backend;
    private BackendClient client;
    private InboxViewModel inbox;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        Session ada = People.signIn(backend, client, "Ada Lind");
        inbox = new InboxViewModel(ada, tasks, new RequestViewModel(ada, tasks,
                new RequestDecisions(ada, InstantSource.system()), new ShownWhole(), new Drafts()));
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    private void many(int count, boolean oneAgent) {
        List<TestRequest> made = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TestRequest request = new TestRequest();
            request.claimedHash = "1".repeat(64);
            request.risk = Risk.LOW;
            request.title = "Request " + i;
            if (oneAgent) {
                request.agent = flooding;
            }
            made.add(request);
        }
        backend.requests.addAll(made);
    }

    private TestRequest other(String title) {
        TestRequest request = new TestRequest().with(TestBackend.ORG, JsonObject.builder().build(),
                "https://example.com/r");
        request.title = title;
        request.risk = Risk.LOW;
        backend.requests.add(request);
        return request;
    }

    private List<String> titles() {
        return inbox.rows().stream().map(RequestSummary::title).toList();
    }

    private int pagesAskedFor(Runnable action) {
        int before = backend.asked.size();
        action.run();
        return (int) backend.asked.subList(before, backend.asked.size()).stream().filter("/v1/requests"::equals)
                .count();
    }

    @Test
    void holdsAFewPagesWhereverItsReaderIs() {
        many(MANY, false);
        inbox.load();
        for (int page = 1; page < WALK; page++) {
            int asked = pagesAskedFor(inbox::loadMore);
            // Each page, and which of it wait for this member.
            assertThat(asked).isLessThanOrEqualTo(2 * RequestPages.MOST);
            assertThat(inbox.rows()).hasSizeLessThanOrEqualTo(RequestPages.MOST * PAGE);
            assertThat(titles().getLast()).isEqualTo("Request " + ((page + 1) * PAGE - 1));
        }
        assertThat(inbox.fromBeginning().get()).isFalse();
        assertThat(inbox.skipped().get()).isEqualTo((WALK - RequestPages.MOST) * PAGE);
        assertThat(pagesAskedFor(() -> inbox.heard(backend.requests.getFirst().id)))
                .as("an event asks for what is held again").isEqualTo(2 * RequestPages.MOST);
        assertThat(inbox.selection().offers(inbox.rows().getLast().request())).isTrue();

        for (int page = WALK - RequestPages.MOST; page > 0; page--) {
            inbox.loadBefore();
            assertThat(titles().getFirst()).isEqualTo("Request " + (page - 1) * PAGE);
            assertThat(inbox.rows()).hasSize(RequestPages.MOST * PAGE).doesNotHaveDuplicates();
        }
        assertThat(inbox.fromBeginning().get()).isTrue();
        assertThat(inbox.skipped().get()).isZero();
        assertThat(pagesAskedFor(inbox::loadBefore)).as("there is none before").isZero();
    }

    @Test
    void goesBackToTheBeginningAtOnce() {
        many(MANY, false);
        inbox.load();
        for (int i = 0; i < 10; i++) {
            inbox.loadMore();
        }
        assertThat(pagesAskedFor(inbox::loadFirst)).isEqualTo(2);
        assertThat(titles()).hasSize(PAGE).startsWith("Request 0");
    }

    @Test
    void goesBackWhereAllThatItHeldWasDecided() {
        many(10 * PAGE, false);
        inbox.load();
        for (int i = 0; i < 9; i++) {
            inbox.loadMore();
        }
        backend.requests.subList(5 * PAGE, 10 * PAGE).forEach(one -> one.state = RequestState.DENIED);
        inbox.load();
        assertThat(titles()).last().isEqualTo("Request " + (5 * PAGE - 1));
        assertThat(pagesAskedFor(inbox::loadMore)).as("there is no more").isZero();
    }

    @Test
    void showsWhatItLoadedAlsoWhileEventsKeepComing() {
        many(3, false);
        tasks.hold();
        inbox.load();
        inbox.heard(UUID.randomUUID());
        tasks.release();
        assertThat(inbox.rows()).hasSize(3);
    }

    @Test
    void anotherListDoesNotWaitForTheOneBeforeIt() {
        many(3, false);
        tasks.hold();
        inbox.load();
        inbox.conditions().text().set("Request 1");
        tasks.releaseNewest();
        assertThat(titles()).containsExactly("Request 1");
        tasks.release();
        assertThat(titles()).as("the answer of the list before").containsExactly("Request 1");
    }

    @Test
    void asksForNoMoreThanTwoListsAtATimeAndThenForTheLast() {
        many(3, false);
        tasks.hold();
        inbox.load();
        for (int i = 0; i < 3; i++) {
            inbox.conditions().text().set("Request " + i);
        }
        assertThat(tasks.waiting()).isEqualTo(2);
        tasks.release();
        assertThat(titles()).containsExactly("Request 2");
    }

    @Test
    void asksOnlyForThatOfTheSelectionWhichChanged() {
        many(10 * PAGE, false);
        inbox.load();
        inbox.selection().selectAll();
        for (int i = 0; i < 4; i++) {
            inbox.loadMore();
        }
        assertThat(inbox.selection().selected()).hasSize(PAGE);
        TestRequest changed = backend.requests.get(7);
        changed.state = RequestState.DENIED;
        int before = backend.asked.size();
        inbox.heard(changed.id);
        assertThat(backend.asked.subList(before, backend.asked.size())).filteredOn(
                path -> path.matches("/v1/requests/[0-9a-f-]{36}")).containsExactly("/v1/requests/" + changed.id);
        assertThat(inbox.selection().selected()).hasSize(PAGE - 1);
    }

    @Test
    void makesAFloodOfOneAgentAFewRowsAndALine() {
        many(MANY, true);
        TestRequest mail = other("Mail");
        inbox.load();

        assertThat(titles()).containsExactly("Request 0", "Request 1", "Request 2", "Mail");
        UUID last = backend.requests.get(AgentCounts.FIRST - 1).id;
        assertThat(inbox.folds().get()).containsOnlyKeys(last).containsValue((long) MANY - AgentCounts.FIRST);
        assertThat(inbox.byAgent().get().agents()).extracting(agent -> agent.requests()).containsExactly((long) MANY,
                1L);
        assertThat(inbox.matches().get()).as("all are counted").isEqualTo(MANY + 1);

        inbox.conditions().chooseAgent(flooding, Risk.LOW);
        assertThat(inbox.rows()).hasSize(PAGE).allMatch(row -> flooding.equals(row.agent()));
        assertThat(inbox.folds().get()).isEmpty();
        assertThat(inbox.byAgent().get().agents()).as("the others still have their line").hasSize(2);
        inbox.conditions().chooseAgent(flooding, null);
        assertThat(titles()).endsWith("Mail");
        inbox.conditions().chooseAgent(mail.agent, null);
        assertThat(titles()).containsExactly("Mail");
    }

    @Test
    void hidesNothingRiskierInALine() {
        many(MANY, true);
        Set<Integer> risky = Set.of(100, 2000, 4999);
        risky.forEach(at -> backend.requests.get(at).risk = Risk.HIGH);
        inbox.load();
        assertThat(titles()).containsExactly("Request 0", "Request 1", "Request 2", "Request 100", "Request 2000",
                "Request 4999");
    }

    @Test
    void foldsNothingOfWhatWaitsForMeOrIsOver() {
        many(AgentCounts.FOLDED + 1, true);
        inbox.conditions().mine().set(true);
        assertThat(inbox.rows()).hasSize(AgentCounts.FOLDED + 1);
        inbox.conditions().mine().set(false);
        assertThat(inbox.rows()).hasSize(AgentCounts.FIRST);
        inbox.conditions().scope().set(InboxFilter.Scope.ALL);
        assertThat(inbox.rows()).hasSize(AgentCounts.FOLDED + 1);
    }
}
