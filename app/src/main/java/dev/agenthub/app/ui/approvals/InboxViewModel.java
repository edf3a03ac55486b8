package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.Page;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.EventListener;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.client.EventSubscription;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
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
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import org.jspecify.annotations.Nullable;

/** The list of requests, kept up to date by the backend's events. Used on the window's thread only. */
public final class InboxViewModel {
    private static final int PAGE = 200;
    /** More rows than this nobody reads; the filter of a later page is the backend's. */
    private static final int MOST = 1000;

    /** In what order the rows stand. */
    public enum Order {
        /** The riskiest first. */
        RISK,
        /** The soonest to expire first. */
        EXPIRY, NEWEST;

        Comparator<RequestSummary> comparator() {
            return switch (this) {
                case EXPIRY -> Comparator.comparing(RequestSummary::expiresAt);
                case RISK -> Comparator.comparing(RequestSummary::risk).reversed()
                        .thenComparing(RequestSummary::expiresAt);
                case NEWEST -> Comparator.comparing(RequestSummary::createdAt).reversed();
            };
        }
    }

    private final Session session;
    private final TaskRunner tasks;
    private final RequestViewModel request;
    private final ObservableList<RequestSummary> all = FXCollections.observableArrayList();
    private final FilteredList<RequestSummary> filtered = new FilteredList<>(all);
    private final SortedList<RequestSummary> rows = new SortedList<>(filtered, Order.RISK.comparator());
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObjectProperty<Order> order = new SimpleObjectProperty<>(Order.RISK);
    private final BooleanProperty everything = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<Link> link = new ReadOnlyObjectWrapper<>(Link.CONNECTING);
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable UUID> chosen = new ReadOnlyObjectWrapper<>();
    private boolean loading;
    private boolean loadAgain;
    private @Nullable EventSubscription events;

    public InboxViewModel(Session session, TaskRunner tasks, RequestViewModel request) {
        this.session = session;
        this.tasks = tasks;
        this.request = request;
        filter.addListener((_, _, words) -> filtered.setPredicate(row -> matches(row, words)));
        order.addListener((_, _, wanted) -> rows.setComparator(wanted.comparator()));
        everything.addListener((_, _, _) -> load());
    }

    /** Begins to listen, and loads the list. */
    public void start() {
        load();
        events = session.client().events(new EventListener() {
            @Override
            public void link(Link state) {
                tasks.onWindow(() -> linkIs(state));
            }

            @Override
            public void event(ServerEvent event) {
                tasks.onWindow(() -> heard(event));
            }
        });
    }

    /** Stops listening. */
    public void stop() {
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
        chosen.set(id);
        request.open(id);
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

    private void heard(ServerEvent event) {
        UUID about = event.request();
        if (about != null) {
            load();
            request.changed(about);
        }
    }

    /** Many events in a row become one question after the one under way. */
    private void load() {
        if (loading) {
            loadAgain = true;
            return;
        }
        loading = true;
        boolean openOnly = !everything.get();
        tasks.run(() -> fetch(openOnly), found -> {
            failure.set("");
            if (!all.equals(found)) {
                all.setAll(found);
            }
            waiting.set((int) found.stream().filter(row -> row.state() == RequestState.PENDING).count());
            loaded();
        }, failed -> {
            failure.set(failed.line());
            loaded();
        });
    }

    private void loaded() {
        loading = false;
        if (loadAgain) {
            loadAgain = false;
            load();
        }
    }

    private List<RequestSummary> fetch(boolean openOnly) {
        List<RequestSummary> found = new ArrayList<>();
        String cursor = null;
        do {
            Page<RequestSummary> page = session.client().requests(openOnly, PAGE, cursor);
            found.addAll(page.items());
            cursor = page.next();
        } while (cursor != null && found.size() < MOST);
        return found;
    }

    private static boolean matches(RequestSummary row, String words) {
        String text = (row.title() + " " + row.asks() + " " + row.askedBy() + " "
                + Objects.requireNonNullElse(row.workspaceName(), ""))
                .toLowerCase(Locale.ROOT);
        return words.toLowerCase(Locale.ROOT).lines().flatMap(line -> List.of(line.split("\\s+", -1)).stream())
                .allMatch(text::contains);
    }

    /** What is listed, filtered and in order. */
    public ObservableList<RequestSummary> rows() {
        return rows;
    }

    public StringProperty filter() {
        return filter;
    }

    public ObjectProperty<Order> order() {
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
}
