package dev.agenthub.evidence.verify.controls.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Requests without a run. One of an agent on which nobody has voted takes some 96 bytes, for the millions that may never end; what many of
 * them have alike, such as what their policy asks, is kept once.
 */
public final class PendingRequests {

    /** Receives every request. */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {

        void visit(PendingRequest request) throws X;
    }

    private final PackedRequests packed;
    private final Map<UUID, PendingRequest> whole = new HashMap<>();

    public PendingRequests() {
        this(new PackedRequests());
    }

    private PendingRequests(PackedRequests packed) {
        this.packed = packed;
    }

    PendingRequests copy() {
        PendingRequests copy = new PendingRequests(packed.copy());
        whole.forEach((id, request) -> copy.whole.put(id, request.copy()));
        return copy;
    }

    public int size() {
        return packed.size() + whole.size();
    }

    /** Takes in a request, which nobody changes any more but by {@link #change}; it takes the place of one with its id. */
    public void put(PendingRequest request) {
        UUID id = request.requested().request();
        remove(id);
        if (!packed.takes(request)) {
            whole.put(id, request);
        }
    }

    public boolean contains(UUID id) {
        return whole.containsKey(id) || packed.contains(id);
    }

    /** Changes a request, if it is there. */
    public void change(UUID id, Consumer<PendingRequest> change) {
        PendingRequest request = whole.get(id);
        if (request != null) {
            change.accept(request);
        } else if (packed.contains(id)) {
            PendingRequest unpacked = Objects.requireNonNull(packed.remove(id));
            change.accept(unpacked);
            put(unpacked);
        }
    }

    /** Takes a request out; null where it is not there. */
    @Nullable
    public PendingRequest remove(UUID id) {
        PendingRequest request = whole.remove(id);
        return request == null ? packed.remove(id) : request;
    }

    /** Shows every request in the order of the text of their ids. */
    public <X extends Exception> void visit(Visitor<X> visitor) throws X {
        UuidSet ids = new UuidSet();
        packed.addIdsTo(ids);
        whole.keySet().forEach(ids::add);
        long[] ascending = ids.ascending();
        for (int i = 0; i < ascending.length; i += 2) {
            UUID id = new UUID(ascending[i], ascending[i + 1]);
            PendingRequest request = whole.get(id);
            visitor.visit(request == null ? Objects.requireNonNull(packed.get(id)) : request);
        }
    }

    /** Puts all of others in. */
    public void putAll(PendingRequests others) {
        others.visit(this::put);
    }
}
