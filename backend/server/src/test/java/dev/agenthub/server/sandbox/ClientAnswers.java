package dev.agenthub.server.sandbox;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The answers that the clients of one organization received, all of which must still hold at the end. Thread-safe. */
final class ClientAnswers {

    /** A request that an agent submitted under a key, as it was first told. */
    record Submitted(String key, String tool, UUID request, String payloadHash) {}

    final Map<String, Submitted> byKey = new ConcurrentHashMap<>();
    /** In the order in which they were answered. */
    final List<Submitted> submitted = new CopyOnWriteArrayList<>();
    final Map<UUID, RequestState> ends = new ConcurrentHashMap<>();
    final Set<UUID> cancelled = ConcurrentHashMap.newKeySet();
    /** Signed statements, by whether their decision was accepted. */
    final Map<String, Boolean> decided = new ConcurrentHashMap<>();
    final AtomicInteger answers = new AtomicInteger();
    final AtomicInteger lost = new AtomicInteger();
    private final List<String> faults = new CopyOnWriteArrayList<>();

    void submitted(String key, String tool, RequestStatus status) {
        var told = new Submitted(key, tool, status.request(), status.payloadHash());
        Submitted before = byKey.putIfAbsent(key, told);
        if (before == null) {
            submitted.add(told);
        } else if (!before.equals(told)) {
            faults.add("Was told " + before + ", and then " + told);
        }
        seen(status);
    }

    /** An end is one: nothing follows it. */
    void seen(RequestStatus status) {
        RequestState state = status.state();
        RequestState before = state.open()
                ? ends.get(status.request())
                : ends.putIfAbsent(status.request(), state);
        if (before != null && before != state) {
            faults.add(status.request() + " was " + before + ", and then " + state);
        }
    }

    /** Sent again, the same decision is answered as before. */
    void decided(String statement, boolean accepted) {
        Boolean before = decided.putIfAbsent(statement, accepted);
        if (before != null && before != accepted) {
            faults.add("Was " + (accepted ? "accepted" : "refused") + " the second time only: " + statement);
        }
    }

    List<String> faults() {
        return new ArrayList<>(faults);
    }
}
