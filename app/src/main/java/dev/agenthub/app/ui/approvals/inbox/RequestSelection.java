package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * The requests that the member selected to decide together; only requests that this member can decide can be selected.
 *
 * <p>Used on the window's thread only.
 */
public final class RequestSelection {
    private final ObservableList<RequestSummary> selected = FXCollections.observableArrayList();
    /** Kept, since listeners of a view that nobody holds would be collected with it. */
    private final ObservableList<RequestSummary> shown = FXCollections.unmodifiableObservableList(selected);
    private final ReadOnlyBooleanWrapper locked = new ReadOnlyBooleanWrapper();
    /** What is listed and may be selected, in the order of the list. */
    private final ReadOnlyObjectWrapper<Map<UUID, RequestSummary>> offered = new ReadOnlyObjectWrapper<>(Map.of());

    RequestSelection() {}

    /** Whether this request is listed and may be selected. */
    public boolean offers(UUID request) {
        return offered.get().containsKey(request);
    }

    public boolean has(UUID request) {
        return selected.stream().anyMatch(one -> one.request().equals(request));
    }

    /** Selects the request if it is offered and not selected; removes it if it is selected. */
    public void toggle(UUID request) {
        if (has(request)) {
            put(selected.stream().filter(one -> !one.request().equals(request)).toList());
        } else if (offers(request)) {
            put(Stream.concat(selected.stream(), Stream.of(offered.get().get(request))).toList());
        }
    }

    /** Selects every request that is listed and may be selected. */
    public void selectAll() {
        put(Stream.concat(selected.stream(), offered.get().values().stream()).toList());
    }

    public void clear() {
        put(List.of());
    }

    /** Removes these requests from the selection, even while it is locked. */
    public void takeOut(Collection<UUID> requests) {
        set(selected.stream().filter(one -> !requests.contains(one.request())).toList());
    }

    /** Locks the selection: the member can neither select nor clear. Requests that can no longer be decided still leave it. */
    public void setLocked(boolean lock) {
        locked.set(lock);
    }

    /**
     * Updates the selection after the list was loaded: requests that can no longer be decided leave it.
     *
     * @param listed the requests that can be selected now, in the order of the list
     * @param elsewhere selected requests that can still be decided but are not on the loaded pages
     */
    void listed(List<RequestSummary> listed, Collection<RequestSummary> elsewhere) {
        Map<UUID, RequestSummary> offer = new LinkedHashMap<>();
        listed.forEach(one -> offer.put(one.request(), one));
        offered.set(offer);
        Map<UUID, RequestSummary> waiting = new LinkedHashMap<>(offer);
        elsewhere.forEach(one -> waiting.putIfAbsent(one.request(), one));
        Set<UUID> before = selected.stream().map(RequestSummary::request).collect(Collectors.toSet());
        set(waiting.values().stream().filter(one -> before.contains(one.request())).toList());
    }

    private void put(List<RequestSummary> requests) {
        if (!locked.get()) {
            set(inOrder(requests));
        }
    }

    /** Returns each request once: the listed ones in the order of the list, then the others. */
    private List<RequestSummary> inOrder(List<RequestSummary> requests) {
        Map<UUID, RequestSummary> wanted = new LinkedHashMap<>();
        requests.forEach(one -> wanted.putIfAbsent(one.request(), one));
        List<RequestSummary> ordered = new ArrayList<>();
        offered.get().keySet().stream().filter(wanted::containsKey).forEach(id -> ordered.add(wanted.remove(id)));
        ordered.addAll(wanted.values());
        return ordered;
    }

    private void set(List<RequestSummary> requests) {
        if (!selected.equals(requests)) {
            selected.setAll(requests);
        }
    }

    /** The selected requests, in the order of the list. */
    public ObservableList<RequestSummary> selected() {
        return shown;
    }

    /** The requests that can be selected, by id; set again after each load of the list. */
    ReadOnlyObjectProperty<Map<UUID, RequestSummary>> offered() {
        return offered.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty locked() {
        return locked.getReadOnlyProperty();
    }
}
