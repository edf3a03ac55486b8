package dev.agenthub.server.limits;

import dev.agenthub.api.RunOutcome;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.Money;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.calls.CallResult.NotSent;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Applies rates and budgets to runs: whether a claimed run may call now, and what becomes of its cost. Works
 * in the caller's transaction, after all locks but the log's; the caller appends the events. Thread-safe.
 */
public final class Limits {
    private static final String RATE_LIMITED = "RATE_LIMITED";

    private final InstantSource clock;

    /**
     * The result of taking a run's share of its limits.
     *
     * @param refused why the run must not call; null where it may
     * @param until when it may call; null where that is unknown
     * @param events to append
     */
    public record Taken(@Nullable NotSent refused, @Nullable Instant until, List<EventDraft> events) {}

    public Limits(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes a call from the rates and reserves the cost in the budgets, both or neither. */
    public Taken take(Handle handle, UUID org, UUID run, Claim.Granted claim, ConnectorAccess access) {
        Instant now = clock.instant();
        Rates rates = Rates.lock(handle, org, claim.workspace(), claim.connector(), now);
        Instant next = rates.next(1);
        if (next != null) {
            return refused(run, claim, access, next, new NotSent(RATE_LIMITED,
                    "As many calls as are allowed were made; the next may begin at " + next), List.of());
        }
        Optional<Money> cost;
        try {
            cost = Agents.tool(handle, org, claim.agent(), claim.tool())
                    .flatMap(tool -> tool.definition().charge(claim.payload().object("arguments")));
        } catch (RefusedException e) {
            return refused(run, claim, access, null, new NotSent("COST_UNREADABLE",
                    "The cost of the call can't be read: " + e.sentence()),
                    List.of());
        }
        List<EventDraft> events = new ArrayList<>();
        if (cost.isPresent()) {
            Budgets budgets = Budgets.lock(handle, org, claim.workspace(), claim.connector(), now);
            NotSent refusal = budgets.reserve(run, claim.connector(), cost.get());
            events.addAll(budgets.told());
            if (refusal != null) {
                return refused(run, claim, access, null, refusal, events);
            }
        }
        rates.take();
        return new Taken(null, null, events);
    }

    /**
     * When a call that a rate held back may be tried again. Each waiting call gets a moment of its own, after the earlier ones.
     *
     * @param waiting the moments of other waiting calls, ascending; called once the rates are locked
     */
    public Instant next(Handle handle, UUID org, Claim.Granted claim, Supplier<List<Instant>> waiting) {
        Instant now = clock.instant();
        Rates rates = Rates.lock(handle, org, claim.workspace(), claim.connector(), now);
        Instant next = rates.next(1);
        long calls = 1;
        for (Instant turn : waiting.get()) {
            if (next == null || turn.isAfter(next)) {
                break;
            }
            calls++;
            next = rates.next(calls);
        }
        return next == null ? now : next;
    }

    /** The event that a rate held a request back until then. */
    public static EventDraft held(Claim.Granted claim, ConnectorAccess access, Instant until) {
        return limited(claim, access, JsonObject.builder().putNull("run").put("request", claim.request().toString())
                .put("reason", RATE_LIMITED).put("until", until.toString()));
    }

    /** Settles a run's reservation by its outcome; does nothing where it has none. */
    public List<EventDraft> settle(Handle handle, UUID org, UUID run, RunOutcome outcome) {
        return Budgets.settle(handle, org, run, outcome);
    }

    private static Taken refused(UUID run, Claim.Granted claim, ConnectorAccess access, @Nullable Instant until,
            NotSent refusal, List<EventDraft> before) {
        List<EventDraft> events = new ArrayList<>(before);
        events.add(limited(claim, access, JsonObject.builder()
                .put("run", run.toString()).put("request", claim.request().toString()).put("reason", refusal.code())
                .put("until", until == null ? JsonNull.NULL : new JsonString(until.toString()))));
        return new Taken(refusal, until, events);
    }

    private static EventDraft limited(Claim.Granted claim, ConnectorAccess access, JsonObject.Builder data) {
        return ConnectorEvent.of(EventType.CONNECTOR_LIMITED, AuditLog.system(), claim.connector(), claim.workspace(),
                access.place().owner(), data);
    }
}
