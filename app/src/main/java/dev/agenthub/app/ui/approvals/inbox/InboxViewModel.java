package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.client.EventSubscription;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.pane.RequestContent;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** The list of requests, kept up to date by the backend's events. Used on the window's thread only. */
public final class InboxViewModel {
    private final Session session;
    private final TaskRunner tasks;
    private final RequestViewModel request;
    private final ObservableList<RequestSummary> rows = FXCollections.observableArrayList();
    private final InboxConditions conditions = new InboxConditions();
    private final ReadOnlyObjectWrapper<RequestCounts> counts = new ReadOnlyObjectWrapper<>(RequestCounts.NONE);
    private final ReadOnlyObjectWrapper<AgentCounts> byAgent = new ReadOnlyObjectWrapper<>(AgentCounts.NONE);
    private final ReadOnlyObjectWrapper<Map<UUID, Long>> folds = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyIntegerWrapper skipped = new ReadOnlyIntegerWrapper();
    private final ReadOnlyBooleanWrapper fromBeginning = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyLongWrapper matches = new ReadOnlyLongWrapper();
    private final ObservableList<Workspace> workspaces = FXCollections.observableArrayList();
    /** The agents of what was listed so far, by their ids. */
    private final ObservableMap<UUID, String> agents = FXCollections.observableMap(new LinkedHashMap<>());
    private final ReadOnlyObjectWrapper<Link> link = new ReadOnlyObjectWrapper<>(Link.CONNECTING);
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable UUID> chosen = new ReadOnlyObjectWrapper<>();
    private final RequestSelection selection = new RequestSelection();
    private final NextRequest after = new NextRequest();
    private final ReadOnlyObjectWrapper<@Nullable UUID> wentOnTo = new ReadOnlyObjectWrapper<>();
    /** Whether the conditions changed since the rows were loaded. */
    private boolean another;
    private Consumer<OpenRequest> decided = _ -> {};
    private Consumer<UUID> changed = _ -> {};
    private Runnable nothingNext = () -> {};
    private final ListQuestions questions = new ListQuestions();
    /** Whether other pages are asked for than the rows are of. */
    private boolean turning;
    private boolean stopped;
    private RequestPages pages = RequestPages.FIRST;
    /** Where the page after each of those that are held begins. */
    private List<String> nexts = List.of();
    private @Nullable EventSubscription events;

    public InboxViewModel(Session session, TaskRunner tasks, RequestViewModel request) {
        this.session = session;
        this.tasks = tasks;
        this.request = request;
        conditions.whenChanged(this::narrowed);
        request.content().subscribe(now -> {
            if (now instanceof RequestContent.Open(OpenRequest shown)) {
                update(shown);
            }
        });
        request.whenDecided(now -> {
            goOn();
            decided.accept(now);
        }, this::tookElsewhere);
    }

    /** Lets the row of a request say what the pane says of it, which may have heard of a change earlier than the list. */
    private void update(OpenRequest now) {
        RequestSummary newer = now.detail().summary();
        for (int i = 0; i < rows.size(); i++) {
            RequestSummary row = rows.get(i);
            if (row.request().equals(newer.request()) && !row.equals(newer)) {
                rows.set(i, newer);
            }
        }
    }

    /** Subscribes to the backend's events and loads the list. */
    public void start() {
        load();
        tasks.run(() -> session.client().administration().workspaces(), workspaces::setAll,
                failed -> failure.set(failed.line()));
        events = session.client().events(new InboxEvents(tasks, this::linkIs, this::heard));
    }

    /** Ends the subscription; answers that arrive later are dropped. */
    public void stop() {
        stopped = true;
        if (events != null) {
            events.close();
            events = null;
        }
    }

    /** Shows the request {@code id}. Does nothing for null and for the request that is on show already. */
    public void choose(@Nullable UUID id) {
        if (id == null || id.equals(chosen.get())) {
            return;
        }
        after.deciding(List.of(id), rows);
        chosen.set(id);
        request.open(id);
    }

    /**
     * Adds listeners.
     *
     * @param after receives the request after each decision of this member that the backend recorded
     * @param about receives the id of each request that changed
     */
    public void listen(Consumer<OpenRequest> after, Consumer<UUID> about) {
        decided = decided.andThen(after);
        changed = changed.andThen(about);
    }

    /** Reports a recorded decision about a request that is no longer on show; the pane does not change. */
    public void tookElsewhere(OpenRequest now) {
        update(now);
        decided.accept(now);
    }

    /** Remembers that these requests are about to be decided together, so that {@link #goOn} finds the one after them. */
    public void deciding(Collection<UUID> requests) {
        after.deciding(requests, rows);
    }

    /** Shows the next request that this member can decide after the ones decided last, if there is one. */
    public void goOn() {
        after.next(selection::offers).ifPresentOrElse(next -> {
            wentOnTo.set(null);
            choose(next);
            wentOnTo.set(next);
        }, () -> nothingNext.run());
    }

    /** Sets what runs when {@link #goOn} finds no further request. */
    void whenNothingIsNext(Runnable then) {
        nothingNext = then;
    }

    /** Empties the pane. */
    public void leave() {
        chosen.set(null);
        request.close();
    }

    private void linkIs(Link state) {
        link.set(state);
        if (state == Link.LIVE) {
            // Whatever happened meanwhile was not heard of.
            selection.selected().forEach(row -> questions.changed(row.request()));
            load();
            UUID shown = chosen.get();
            if (shown != null) {
                request.changed(shown);
            }
        }
    }

    /** Reloads the list, and the request if it is on show, because the backend reported a change of it. */
    public void heard(UUID about) {
        questions.changed(about);
        load();
        request.changed(about);
        changed.accept(about);
    }

    /** Another list begins at its first page. */
    private void narrowed() {
        pages = RequestPages.FIRST;
        turning = false;
        another = true;
        load();
    }

    /** Loads the page after the last row, if there is one. Called when the last row becomes visible. */
    public void loadMore() {
        turn(pages.further(nexts));
    }

    /** Loads the page before the first row, if there is one. Called when the first row becomes visible. */
    public void loadBefore() {
        turn(pages.back());
    }

    /** Loads the first page. */
    public void loadFirst() {
        turn(RequestPages.FIRST);
    }

    private void turn(RequestPages to) {
        if (!turning && !to.equals(pages)) {
            turning = true;
            pages = to;
            load();
        }
    }

    /**
     * Loads the list again. While the same list is being loaded, any number of calls lead to one more load after it. A list with other
     * conditions is loaded at once, beside at most one older load.
     */
    public void load() {
        if (stopped) {
            return;
        }
        ListQuestions.Asked list = asked();
        if (!questions.mayAsk(list)) {
            return;
        }
        // Another list begins with what it lists: nothing is decided that its reader does not see.
        List<RequestSummary> selected = another ? List.of() : List.copyOf(selection.selected());
        // What lay outside the pages already is asked for again only where something was heard of it.
        ListQuestions.Question now = questions.ask(list,
                selected.stream().map(RequestSummary::request).toList(), selection::offers);
        tasks.run(() -> list.pages().load(session.client(), list.narrowed(), list.order(), selected,
                now.changedSince()), found -> answered(now, found), failed -> failed(now, failed));
    }

    private ListQuestions.Asked asked() {
        return new ListQuestions.Asked(pages, filter(), conditions.order().get());
    }

    private void answered(ListQuestions.Question question, RequestPages.Loaded found) {
        if (stopped) {
            return;
        }
        if (questions.isNewest(question) && question.list().equals(asked())) {
            if (found.rows().isEmpty() && !pages.atBeginning()) {
                // Everything from there on was decided meanwhile.
                pages = pages.back();
                questions.again();
            } else {
                InboxFilter narrowed = question.list().narrowed();
                matches.set(narrowed.matches(found.counts()));
                folds.set(narrowed.folded() ? found.folds() : Map.of());
                show(found);
            }
        } else if (questions.isNewest(question)) {
            // Another list is asked for by now.
            questions.dropped(question);
        }
        loaded(question);
    }

    private void failed(ListQuestions.Question question, Failure why) {
        if (questions.isNewest(question)) {
            questions.dropped(question);
            failure.set(why.line());
        }
        loaded(question);
    }

    private void show(RequestPages.Loaded found) {
        failure.set("");
        turning = false;
        agents.putAll(found.names());
        nexts = found.nexts();
        fromBeginning.set(pages.atBeginning());
        skipped.set(pages.skipped());
        if (!rows.equals(found.rows())) {
            rows.setAll(found.rows());
        }
        after.listed(found.rows());
        another = false;
        selection.listed(found.decidable(), found.elsewhere());
        counts.set(found.counts());
        byAgent.set(found.agents());
        waiting.set(Math.toIntExact(found.pending()));
    }

    private void loaded(ListQuestions.Question question) {
        if (questions.ended(question)) {
            load();
        }
    }

    /** The current conditions of the list. */
    public InboxFilter filter() {
        return conditions.filter();
    }

    /** The conditions as properties that the controls change. */
    public InboxConditions conditions() {
        return conditions;
    }

    /** The loaded rows in order: a few pages of all requests that match the filter. */
    public ObservableList<RequestSummary> rows() {
        return rows;
    }

    /** The requests selected to be decided together. */
    public RequestSelection selection() {
        return selection;
    }

    /** The number of requests of each state and risk that meet all other conditions. */
    public ReadOnlyObjectProperty<RequestCounts> counts() {
        return counts.getReadOnlyProperty();
    }

    /** The number of requests of each agent, whichever agent the list is filtered by. */
    public ReadOnlyObjectProperty<AgentCounts> byAgent() {
        return byAgent.getReadOnlyProperty();
    }

    /** By the last listed request of an agent whose further requests are folded: how many more of its state and risk there are. */
    ReadOnlyObjectProperty<Map<UUID, Long>> folds() {
        return folds.getReadOnlyProperty();
    }

    /** Whether the first loaded row is the first of the whole list. */
    public ReadOnlyBooleanProperty fromBeginning() {
        return fromBeginning.getReadOnlyProperty();
    }

    /** The number of rows that were before the first loaded row when its page was loaded. */
    public ReadOnlyIntegerProperty skipped() {
        return skipped.getReadOnlyProperty();
    }

    /** The number of requests that match the filter, loaded or not. */
    public ReadOnlyLongProperty matches() {
        return matches.getReadOnlyProperty();
    }

    public ObservableList<Workspace> workspaces() {
        return workspaces;
    }

    /** The names, by id, of all agents that have appeared in the list. */
    public ObservableMap<UUID, String> agents() {
        return agents;
    }

    public ReadOnlyObjectProperty<Link> link() {
        return link.getReadOnlyProperty();
    }

    /** The number of requests that wait for decisions, whatever the filter. */
    public ReadOnlyIntegerProperty waiting() {
        return waiting.getReadOnlyProperty();
    }

    /** Why the list could not be loaded; empty otherwise, and while the connection is lost, which a notice above every screen says. */
    public ObservableValue<String> failure() {
        return link.flatMap(now -> failure.map(why -> now.isWell() ? why : ""));
    }

    public ReadOnlyObjectProperty<@Nullable UUID> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** The request that {@link #goOn} showed last; set to null first, so that listeners hear of each step. */
    ReadOnlyObjectProperty<@Nullable UUID> wentOnTo() {
        return wentOnTo.getReadOnlyProperty();
    }
}
