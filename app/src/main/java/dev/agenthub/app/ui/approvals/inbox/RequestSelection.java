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

/** Which requests the member selected to decide together, of those that wait for this member. Used on the window's thread only. */
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

    /** Selects it where it is offered, or takes it out. */
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

    /** Takes these out, also while it is locked. */
    public void takeOut(Collection<UUID> requests) {
        set(selected.stream().filter(one -> !requests.contains(one.request())).toList());
    }

    /** While it is locked nobody selects or clears anything; what no longer waits leaves it all the same. */
    public void setLocked(boolean lock) {
        locked.set(lock);
    }

    /**
     * The list was loaded: what was selected and waits no longer leaves the selection.
     *
     * @param listed what may be selected now, in the order of the list
     * @param elsewhere what is selected and still waits, but did not fit into the list
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

    /** Each once: in the order of the list, and then what is not listed. */
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

    /** What is selected, in the order of the list. */
    public ObservableList<RequestSummary> selected() {
        return shown;
    }

    /** What may be selected; told anew whenever the list was loaded. */
    ReadOnlyObjectProperty<Map<UUID, RequestSummary>> offered() {
        return offered.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty locked() {
        return locked.getReadOnlyProperty();
    }
}
