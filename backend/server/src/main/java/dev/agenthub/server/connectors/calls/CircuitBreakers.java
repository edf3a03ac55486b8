package dev.agenthub.server.connectors.calls;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Circuit breakers for providers: after five consecutive failures of a connection within a minute, its calls are refused for 30
 * seconds; then one call probes the provider. A failure is a provider that cannot be reached, sends no complete answer, or answers 5xx.
 *
 * <p>Each process has its own. Thread-safe.
 */
public final class CircuitBreakers {
    private static final int FAILURES = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration OPEN = Duration.ofSeconds(30);
    /** How long the caller that may probe has to begin, and the others wait before they ask again. */
    private static final Duration PROBE_WAIT = Duration.ofSeconds(2);
    /** A circuit without calls for this long is removed. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<UUID, Circuit> circuits = new HashMap<>();

    /**
     * The permission for one call, to be returned.
     *
     * @param probe whether the call is the probe
     */
    public record Pass(UUID connection, boolean probe) {}

    /**
     * What became of a circuit.
     *
     * @param openUntil until when nothing is called; null where calls are made again
     */
    public record Change(@Nullable Instant openUntil) {}

    private static final class Circuit {
        private final Deque<Instant> failures = new ArrayDeque<>();
        private @Nullable Instant openUntil;
        private boolean probing;
        private Instant probeReservedUntil = Instant.MIN;
    }

    /** Circuits that are all closed at first. */
    public CircuitBreakers(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Until when a call should wait; null where it may begin now. When a probe is due, one
     * caller gets null and the others a moment shortly after.
     */
    public synchronized @Nullable Instant leftAloneUntil(UUID connection) {
        Circuit circuit = circuits.get(connection);
        if (circuit == null || circuit.openUntil == null) {
            return null;
        }
        Instant now = clock.instant();
        if (now.isBefore(circuit.openUntil)) {
            return circuit.openUntil;
        }
        if (circuit.probing || now.isBefore(circuit.probeReservedUntil)) {
            return now.plus(PROBE_WAIT);
        }
        circuit.probeReservedUntil = now.plus(PROBE_WAIT);
        return null;
    }

    /** The permission for a call through a connection; null while its circuit is open. */
    public synchronized @Nullable Pass enter(UUID connection) {
        Circuit circuit = circuits.get(connection);
        if (circuit == null || circuit.openUntil == null) {
            return new Pass(connection, false);
        }
        if (circuit.probing || clock.instant().isBefore(circuit.openUntil)) {
            return null;
        }
        circuit.probing = true;
        return new Pass(connection, true);
    }

    /**
     * Returns a permission.
     *
     * @param result of the call; null where it was not made
     * @return the change that this made of the circuit; null for none
     */
    public synchronized @Nullable Change leave(Pass pass, @Nullable CallResult result) {
        if (result instanceof CallResult.Answered answer && answer.status() < 500) {
            Circuit ended = circuits.remove(pass.connection());
            return ended == null || ended.openUntil == null ? null : new Change(null);
        }
        boolean failed = result instanceof CallResult.Answered || result instanceof CallResult.Unclear
                || (result != null && result.code().equals(CallResult.NOT_CONNECTED));
        if (failed) {
            failed(circuits.computeIfAbsent(pass.connection(), _ -> new Circuit()));
        }
        Circuit circuit = circuits.get(pass.connection());
        if (circuit != null && pass.probe()) {
            circuit.probing = false;
        }
        return failed && circuit != null && circuit.openUntil != null ? new Change(circuit.openUntil) : null;
    }

    private void failed(Circuit circuit) {
        Instant now = clock.instant();
        circuit.failures.removeIf(failure -> failure.isBefore(now.minus(WITHIN)));
        circuit.failures.addLast(now);
        if (circuit.openUntil != null || circuit.failures.size() >= FAILURES) {
            circuit.openUntil = now.plus(OPEN);
        }
        circuits.values().removeIf(other -> other.failures.getLast().isBefore(now.minus(FORGOTTEN)));
    }
}
