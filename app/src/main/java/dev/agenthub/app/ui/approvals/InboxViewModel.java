package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Risk;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.client.EventSubscription;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.ObservableMap;
import org.jspecify.annotations.Nullable;

/** The list of requests, kept up to date by the backend's events. Used on the window's thread only. */
public final class InboxViewModel {
    private static final int PAGE = 100;
    private static final RequestFilter PENDING = new RequestFilter(EnumSet.of(RequestState.PENDING),
            RequestFilter.OPEN.risks(), null, null, null, null, null, false);

    private final Session session;
    private final TaskRunner tasks;
    private final RequestViewModel request;
    private final ObservableList<RequestSummary> rows = FXCollections.observableArrayList();
    private final StringProperty text = new SimpleStringProperty("");
    private final ObjectProperty<RequestOrder> order = new SimpleObjectProperty<>(RequestOrder.RISK);
    private final BooleanProperty everything = new SimpleBooleanProperty();
    private final BooleanProperty mine = new SimpleBooleanProperty();
    private final ObjectProperty<@Nullable RequestState> state = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Risk> risk = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable UUID> workspace = new SimpleObjectProperty<>();
    private final ObjectProperty<InboxFilter.@Nullable Asker> asker = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<RequestCounts> counts = new ReadOnlyObjectWrapper<>(RequestCounts.NONE);
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
    private boolean loading;
    private boolean loadAgain;
    private boolean stopped;
    private @Nullable String next;
    private int wanted = PAGE;
    private @Nullable EventSubscription events;

    public InboxViewModel(Session session, TaskRunner tasks, RequestViewModel request) {
        this.session = session;
        this.tasks = tasks;
        this.request = request;
        List.of(text, order, everything, mine, state, risk, workspace, asker)
                .forEach(condition -> condition.addListener(_ -> narrowed()));
        request.whenDecided(now -> {
            goOn();
            decided.accept(now);
        });
    }

    /** Begins to listen, and loads the list. */
    public void start() {
        load();
        tasks.run(() -> session.client().administration().workspaces(), workspaces::setAll,
                failed -> failure.set(failed.line()));
        events = session.client().events(new EventListener() {
            @Override
            public void link(Link state) {
                tasks.onWindow(() -> linkIs(state));
            }

            @Override
            public void event(ServerEvent event) {
                UUID about = event.request();
                if (about != null) {
                    tasks.onWindow(() -> heard(about));
                }
            }
        });
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
     * Tells about the requests that this member decided.
     *
     * @param after told of each decision that was taken
     * @param about told of each request that changed
     */
    void listen(Consumer<OpenRequest> after, Consumer<UUID> about) {
        decided = after;
        changed = about;
    }

    /** These are about to be decided together. */
    void deciding(Collection<UUID> requests) {
        after.deciding(requests, rows);
    }

    /** Shows what comes after what was decided, if anything waits for this member there. */
    void goOn() {
        after.next(selection::offers).ifPresent(next -> {
            wentOnTo.set(null);
            choose(next);
            wentOnTo.set(next);
        });
    }

    /** Shows no request. */
    void leave() {
        chosen.set(null);
        request.close();
    }

    private void linkIs(Link state) {
        link.set(state);
        if (state == Link.LIVE) {
            load();
            UUID shown = chosen.get();
            if (shown != null) {
                request.changed(shown);
            }
        }
    }

    /** Something about this request changed. */
    void heard(UUID about) {
        load();
        request.changed(about);
        changed.accept(about);
    }

    /** Another list begins at its first page. */
    private void narrowed() {
        if (!everything.get() && state.get() != null && !state.get().open()) {
            state.set(null);
        }
        wanted = PAGE;
        another = true;
        load();
    }

    /** Loads the page after the rows, where there is one: for when the last row comes into sight. */
    public void loadMore() {
        if (next != null && wanted <= rows.size()) {
            wanted = rows.size() + PAGE;
            load();
        }
    }

    /** The rows, those of them that may be selected, and what is selected and waits without being one of them. */
    private record Loaded(List<RequestSummary> rows, @Nullable String next, List<RequestSummary> decidable,
            List<RequestSummary> elsewhere, RequestCounts counts, long pending) {}

    /** Many events in a row become one question after the one under way. */
    void load() {
        if (stopped) {
            return;
        }
        if (loading) {
            loadAgain = true;
            return;
        }
        loading = true;
        InboxFilter narrowed = filter();
        RequestOrder sorted = order.get();
        int atLeast = wanted;
        // Another list begins with what it lists: nothing is decided that its reader does not see.
        Set<UUID> selected = another
                ? Set.of()
                : selection.selected().stream().map(RequestSummary::request).collect(Collectors.toSet());
        tasks.run(() -> fetch(narrowed, sorted, atLeast, selected), found -> {
            if (!loadAgain) {
                show(found);
                matches.set(narrowed.matches(found.counts()));
            }
            loaded();
        }, failed -> {
            failure.set(failed.line());
            loaded();
        });
    }

    private void show(Loaded found) {
        failure.set("");
        found.rows().stream().filter(row -> row.agent() != null)
                .forEach(row -> agents.put(Objects.requireNonNull(row.agent()), row.askedBy()));
        if (!rows.equals(found.rows())) {
            rows.setAll(found.rows());
        }
        after.listed(found.rows());
        next = found.next();
        another = false;
        selection.listed(found.decidable(), found.elsewhere());
        counts.set(found.counts());
        waiting.set(Math.toIntExact(found.pending()));
    }

    private void loaded() {
        loading = false;
        if (loadAgain) {
            loadAgain = false;
            load();
        }
    }

    private Loaded fetch(InboxFilter narrowed, RequestOrder sorted, int atLeast, Set<UUID> selected) {
        MemberClient client = session.client();
        Listed all = pages(narrowed.listed(), sorted, atLeast);
        Map<UUID, RequestSummary> mine = new LinkedHashMap<>();
        if (narrowed.listed().states().contains(RequestState.PENDING)) {
            // In the same order, so that as many of these hold all that are among the rows.
            pages(narrowed.decidable(), sorted, all.rows().size()).rows().forEach(row -> mine.put(row.request(), row));
        }
        List<RequestSummary> decidable = all.rows().stream().filter(row -> mine.containsKey(row.request())).toList();
        Set<UUID> listed = decidable.stream().map(RequestSummary::request).collect(Collectors.toSet());
        List<RequestSummary> elsewhere = selected.stream().filter(id -> !listed.contains(id))
                .flatMap(id -> waiting(id, mine)).toList();
        return new Loaded(all.rows(), all.next(), decidable, elsewhere, client.requestCounts(narrowed.counted()),
                client.requestCounts(PENDING).requests());
    }

    /** The request where it waits for this member. */
    private Stream<RequestSummary> waiting(UUID id, Map<UUID, RequestSummary> mine) {
        RequestSummary known = mine.get(id);
        if (known != null) {
            return Stream.of(known);
        }
        try {
            RequestDetail asked = session.client().request(id);
            return Stream.of(asked.summary()).filter(row -> row.request().equals(id)
                    && row.state() == RequestState.PENDING && asked.eligibility().eligible());
        } catch (BackendException e) {
            if (e.code().equals(ErrorCode.NOT_FOUND.name())) {
                return Stream.empty();
            }
            throw e;
        }
    }

    private record Listed(List<RequestSummary> rows, @Nullable String next) {}

    private Listed pages(RequestFilter asked, RequestOrder sorted, int atLeast) {
        List<RequestSummary> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<RequestSummary> page = session.client().requests(asked, sorted, PAGE, cursor);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null && found.size() < atLeast);
        return new Listed(found, cursor);
    }

    /** What the list is narrowed to now. */
    InboxFilter filter() {
        return new InboxFilter(everything.get(), text.get(), state.get(), risk.get(), workspace.get(), asker.get(),
                mine.get());
    }

    /** What is listed, in order: the first pages of what the filter matches. */
    public ObservableList<RequestSummary> rows() {
        return rows;
    }

    /** What is selected to be decided together. */
    public RequestSelection selection() {
        return selection;
    }

    public StringProperty text() {
        return text;
    }

    public ObjectProperty<@Nullable RequestState> state() {
        return state;
    }

    public ObjectProperty<@Nullable Risk> risk() {
        return risk;
    }

    public ObjectProperty<@Nullable UUID> workspace() {
        return workspace;
    }

    ObjectProperty<InboxFilter.@Nullable Asker> asker() {
        return asker;
    }

    /** Whether only requests are listed that wait for this member. */
    public BooleanProperty mine() {
        return mine;
    }

    /** How many there are of each state and risk, of what meets the other conditions. */
    public ReadOnlyObjectProperty<RequestCounts> counts() {
        return counts.getReadOnlyProperty();
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

    public ObjectProperty<RequestOrder> order() {
        return order;
    }

    /** Whether requests that are over are listed too. */
    public BooleanProperty everything() {
        return everything;
    }

    public ReadOnlyObjectProperty<Link> link() {
        return link.getReadOnlyProperty();
    }

    /** How many requests wait for decisions. */
    public ReadOnlyIntegerProperty waiting() {
        return waiting.getReadOnlyProperty();
    }

    /** Why the list could not be loaded; empty otherwise. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable UUID> chosen() {
        return chosen.getReadOnlyProperty();
    }

    /** The request that was shown by itself after a decision; told with every such step. */
    ReadOnlyObjectProperty<@Nullable UUID> wentOnTo() {
        return wentOnTo.getReadOnlyProperty();
    }
}
