package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.client.EventSubscription;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private static final int MOST_QUESTIONS = 2;

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
    /** How many answers did not come yet, those that nobody waits for any more among them. */
    private int loading;
    private @Nullable Question asked;
    private long newest;
    private boolean loadAgain;
    /** Whether other pages are asked for than the rows are of. */
    private boolean turning;
    private boolean stopped;
    private RequestPages pages = RequestPages.FIRST;
    /** Where the page after each of those that are held begins. */
    private List<String> nexts = List.of();
    /** What may have changed since the rows were loaded. */
    private final Set<UUID> uncertain = new HashSet<>();
    private @Nullable EventSubscription events;

    /**
     * What was asked for last.
     *
     * @param number of all that were asked
     * @param changedSince what may have changed since it was known
     */
    private record Question(long number, RequestPages pages, InboxFilter narrowed, RequestOrder order,
            Set<UUID> changedSince) {
        boolean isOf(RequestPages others, InboxFilter filter, RequestOrder sorted) {
            return pages.equals(others) && narrowed.equals(filter) && order == sorted;
        }
    }

    public InboxViewModel(Session session, TaskRunner tasks, RequestViewModel request) {
        this.session = session;
        this.tasks = tasks;
        this.request = request;
        conditions.whenChanged(this::narrowed);
        request.whenDecided(now -> {
            goOn();
            decided.accept(now);
        }, this::tookElsewhere);
    }

    /** Begins to listen, and loads the list. */
    public void start() {
        load();
        tasks.run(() -> session.client().administration().workspaces(), workspaces::setAll,
                failed -> failure.set(failed.line()));
        events = session.client().events(new InboxEvents(tasks, this::linkIs, this::heard));
    }

    /** Stops listening. */
    public void stop() {
        stopped = true;
        if (events != null) {
            events.close();
            events = null;
        }
    }

    /** Shows {@code id}, or nothing. */
    public void choose(@Nullable UUID id) {
        if (id == null || id.equals(chosen.get())) {
            return;
        }
        after.deciding(List.of(id), rows);
        chosen.set(id);
        request.open(id);
    }

    /**
     * Tells about the requests that this member decided, one listener more.
     *
     * @param after told of each decision that was taken
     * @param about told of each request that changed
     */
    public void listen(Consumer<OpenRequest> after, Consumer<UUID> about) {
        decided = decided.andThen(after);
        changed = changed.andThen(about);
    }

    /** A decision was taken whose request is not on show any more; what is on show stays. */
    public void tookElsewhere(OpenRequest now) {
        decided.accept(now);
    }

    /** These are about to be decided together. */
    public void deciding(Collection<UUID> requests) {
        after.deciding(requests, rows);
    }

    /** Shows what comes after what was decided, if anything waits for this member there. */
    public void goOn() {
        after.next(selection::offers).ifPresentOrElse(next -> {
            wentOnTo.set(null);
            choose(next);
            wentOnTo.set(next);
        }, () -> nothingNext.run());
    }

    /** What happens after a decision behind which nothing waits for this member. */
    void whenNothingIsNext(Runnable then) {
        nothingNext = then;
    }

    /** Shows no request. */
    public void leave() {
        chosen.set(null);
        request.close();
    }

    private void linkIs(Link state) {
        link.set(state);
        if (state == Link.LIVE) {
            // Whatever happened meanwhile was not heard of.
            selection.selected().forEach(row -> uncertain.add(row.request()));
            load();
            UUID shown = chosen.get();
            if (shown != null) {
                request.changed(shown);
            }
        }
    }

    /** Something about this request changed. */
    public void heard(UUID about) {
        uncertain.add(about);
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

    /** Loads the page after the rows, where there is one: for when the last row comes into sight. */
    public void loadMore() {
        turn(pages.further(nexts));
    }

    /** Loads the page before the rows, where there is one: for when the first row comes into sight. */
    public void loadBefore() {
        turn(pages.back());
    }

    /** Goes back to the first page. */
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
     * Many events in a row become one question after the one under way. Another list does
     * not wait for the one before it, but for the one before that.
     */
    public void load() {
        if (stopped) {
            return;
        }
        Question before = asked;
        if (loading == MOST_QUESTIONS
                || (before != null && before.isOf(pages, filter(), conditions.order().get()))) {
            loadAgain = true;
            return;
        }
        if (before != null) {
            uncertain.addAll(before.changedSince());
        }
        loading++;
        loadAgain = false;
        // Another list begins with what it lists: nothing is decided that its reader does not see.
        List<RequestSummary> selected = another ? List.of() : List.copyOf(selection.selected());
        // What lay outside the pages already is asked for again only where something was heard of it.
        Set<UUID> changedSince = selected.stream().map(RequestSummary::request)
                .filter(id -> uncertain.contains(id) || selection.offers(id)).collect(Collectors.toSet());
        uncertain.clear();
        Question now = new Question(++newest, pages, filter(), conditions.order().get(), changedSince);
        asked = now;
        tasks.run(() -> now.pages().load(session.client(), now.narrowed(), now.order(), selected, changedSince),
                found -> answered(now, found), failed -> failed(now, failed));
    }

    private void answered(Question question, RequestPages.Loaded found) {
        if (stopped) {
            return;
        }
        if (isNewest(question) && question.isOf(pages, filter(), conditions.order().get())) {
            if (found.rows().isEmpty() && !pages.atBeginning()) {
                // Everything from there on was decided meanwhile.
                pages = pages.back();
                loadAgain = true;
            } else {
                matches.set(question.narrowed().matches(found.counts()));
                folds.set(question.narrowed().folded() ? found.folds() : Map.of());
                show(found);
            }
        } else if (isNewest(question)) {
            // Another list is asked for by now.
            uncertain.addAll(question.changedSince());
        }
        loaded(question);
    }

    private boolean isNewest(Question question) {
        return question.number() == newest;
    }

    private void failed(Question question, Failure why) {
        if (isNewest(question)) {
            uncertain.addAll(question.changedSince());
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

    private void loaded(Question question) {
        loading--;
        asked = isNewest(question) ? null : asked;
        if (loadAgain) {
            loadAgain = false;
            load();
        }
    }

    /** What the list is narrowed to now. */
    public InboxFilter filter() {
        return conditions.filter();
    }

    /** What the list is narrowed to, to be chosen. */
    public InboxConditions conditions() {
        return conditions;
    }

    /** What is listed, in order: some pages of what the filter matches. */
    public ObservableList<RequestSummary> rows() {
        return rows;
    }

    /** What is selected to be decided together. */
    public RequestSelection selection() {
        return selection;
    }

    /** How many there are of each state and risk, of what meets the other conditions. */
    public ReadOnlyObjectProperty<RequestCounts> counts() {
        return counts.getReadOnlyProperty();
    }

    /** Whose requests they are, whichever agent is chosen. */
    public ReadOnlyObjectProperty<AgentCounts> byAgent() {
        return byAgent.getReadOnlyProperty();
    }

    /** By the row after which they are left out: how many more requests its agent has of the same state and risk. */
    ReadOnlyObjectProperty<Map<UUID, Long>> folds() {
        return folds.getReadOnlyProperty();
    }

    /** Whether the first row is the first of the whole list. */
    public ReadOnlyBooleanProperty fromBeginning() {
        return fromBeginning.getReadOnlyProperty();
    }

    /** How many rows of the whole list come before the first, as far as was seen of them. */
    public ReadOnlyIntegerProperty skipped() {
        return skipped.getReadOnlyProperty();
    }

    /** How many the filter matches, listed or not. */
    public ReadOnlyLongProperty matches() {
        return matches.getReadOnlyProperty();
    }

    public ObservableList<Workspace> workspaces() {
        return workspaces;
    }

    /** The names of the agents that were seen in the list, by their ids. */
    public ObservableMap<UUID, String> agents() {
        return agents;
    }

    public ReadOnlyObjectProperty<Link> link() {
        return link.getReadOnlyProperty();
    }

    /** How many requests wait for decisions. */
    public ReadOnlyIntegerProperty waiting() {
        return waiting.getReadOnlyProperty();
    }

    /** Why the list could not be loaded; empty otherwise, and while the link says so above every screen. */
    public ObservableValue<String> failure() {
        return link.flatMap(now -> failure.map(why -> now.isWell() ? why : ""));
    }

    public ReadOnlyObjectProperty<@Nullable UUID> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** The request that was shown by itself after a decision; told with every such step. */
    ReadOnlyObjectProperty<@Nullable UUID> wentOnTo() {
        return wentOnTo.getReadOnlyProperty();
    }
}
