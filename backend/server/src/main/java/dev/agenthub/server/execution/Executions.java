package dev.agenthub.server.execution;

import dev.agenthub.api.RunOutcome;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.agents.ToolNeeds;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.TooLateException;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.common.RetryingTransactions;
import dev.agenthub.server.connectors.Connections;
import dev.agenthub.server.connectors.ConnectorEvent;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.limits.Limits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs approved requests, each at most once, even where this process or its machine crashes.
 *
 * <p>A run has three steps. The claim, the run's row and {@code run.started} commit together; then the call is made,
 * outside any transaction; then the outcome commits. A call that a limit or the connection refuses is not made: its run
 * begins and ends in the first commit. Nothing is called before that commit, and a request can be
 * claimed only once: after a crash before it the request is still approved, and the next start runs it; after a crash
 * behind it the run has no end, and the next start records its outcome as unknown and never repeats it. Several
 * processes may run requests: each renews the leases of its runs, and a run whose lease has expired has no end either.
 *
 * <p>Thread-safe. Each run has a virtual thread of its own; a semaphore limits how many run at once.
 */
public final class Executions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Executions.class);
    private static final int AT_ONCE = 8;
    private static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);
    private static final CallResult INTERRUPTED = new CallResult.Unclear("INTERRUPTED",
            "AgentHub was stopped during the call; whether it had its effect is not known");

    private final Database database;
    private final RetryingTransactions endings;
    private final Claims claims;
    private final AuditLog audit;
    private final Connections connections;
    private final RunRows runs;
    private final Limits limits;
    private final RunDelays delays;
    private final BackendInstance instance;
    private final Duration patience;
    private final Predicate<UUID> held;
    private final InstantSource clock;
    private final HoldTimer holds = new HoldTimer();
    private final RunCounts counts = new RunCounts();
    private final Map<UUID, Integer> callingFor = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(AT_ONCE, true);
    private final Set<UUID> awake = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("run-", 0).factory());

    /**
     * A run whose start was committed: its call is made now, or its outcome is unknown.
     *
     * @param access what the call needs
     */
    private record Begun(RunRows.Started run, Claim.Granted claim, ConnectorAccess access) {}

    /**
     * How this process runs requests.
     *
     * @param patience how long {@link Executions#close} waits for calls in progress
     * @param held whether an organization's runs must wait now, because its restored database may not know what has already run
     */
    public record Mode(BackendInstance instance, Duration patience, Predicate<UUID> held) {

        /** For this backend instance, with no organization held. */
        public static Mode of(BackendInstance instance) {
            return new Mode(instance, DEFAULT_PATIENCE, _ -> false);
        }

        public Mode withPatience(Duration other) {
            return new Mode(instance, other, held);
        }

        public Mode holding(Predicate<UUID> organizations) {
            return new Mode(instance, patience, organizations);
        }
    }

    public Executions(Database database, Claims claims, AuditLog audit, Connections connections, InstantSource clock,
            Mode mode) {
        this.database = database;
        this.endings = new RetryingTransactions(database.transactions());
        this.claims = claims;
        this.audit = audit;
        this.connections = connections;
        this.instance = mode.instance();
        this.runs = new RunRows(mode.instance(), clock);
        this.limits = new Limits(clock);
        this.delays = new RunDelays(claims, limits, audit);
        this.patience = mode.patience();
        this.held = mode.held();
        this.clock = clock;
    }

    /**
     * Takes over what earlier processes left unfinished: their runs without an end get the outcome unknown, and approved
     * requests are run. Called once, before any {@link #wake}. Runs of other processes that are still alive are left to them.
     */
    public void start() {
        recover(instance.alone());
        wakeWaiting();
    }

    /** Ends the runs of processes whose leases have expired; their outcome is unknown. Called periodically. */
    public void recover() {
        recover(false);
    }

    private void recover(boolean everybodys) {
        for (UUID org : database.organizations().all()) {
            OrgContext system = OrgContext.system(org);
            for (RunRows.Started run : database.transactions().call(system,
                    handle -> interrupted(handle, org, everybodys))) {
                LOG.warn("Run {} was interrupted; its outcome is unknown", run.run());
            }
        }
    }

    /** Counts of this process's runs. */
    public RunCounts counts() {
        return counts;
    }

    /** How many runs of this process are in progress. */
    public int underWay() {
        return callingFor.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Renews the leases of this process's runs. Called more than twice in a lease's duration. */
    public void keep() {
        for (UUID org : callingFor.keySet()) {
            database.transactions().run(OrgContext.system(org), handle -> runs.keep(handle, org));
        }
    }

    /** Wakes every approved request that has not begun and whose hold ends within seconds. Called periodically; cheap. */
    public void wakeWaiting() {
        for (UUID org : database.organizations().all()) {
            database.transactions()
                    .call(OrgContext.system(org), handle -> claims.approvedNotStarted(handle, org, HoldTimer.SOON))
                    .forEach(request -> wake(org, request));
        }
    }

    private List<RunRows.Started> interrupted(Handle handle, UUID org, boolean everybodys) {
        List<RunRows.Started> unfinished = runs.unfinished(handle, org, everybodys);
        List<EventDraft> drafts = new ArrayList<>();
        for (RunRows.Started run : unfinished) {
            drafts.addAll(ended(handle, org, run, INTERRUPTED));
            handle.afterCommit(() -> counts.ended(RunOutcome.UNKNOWN, Duration.ZERO));
        }
        if (!drafts.isEmpty()) {
            audit.append(handle, org, drafts.toArray(EventDraft[]::new));
        }
        return unfinished;
    }

    /** Prevents runs from beginning until it is closed. */
    @FunctionalInterface
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for the runs in progress to end, then prevents others from beginning until the hold is closed; approved requests wait. */
    public Hold hold() {
        slots.acquireUninterruptibly(AT_ONCE);
        return () -> slots.release(AT_ONCE);
    }

    /** Runs the request soon, if it is approved and has not begun; returns at once. */
    public void wake(UUID org, UUID request) {
        if (!awake.add(request)) {
            return;
        }
        try {
            threads.execute(() -> run(org, request));
        } catch (RejectedExecutionException _) {
            awake.remove(request);
            LOG.info("Request {} will run at the next start", request);
        }
    }

    private void run(UUID org, UUID request) {
        try {
            slots.acquire();
        } catch (InterruptedException _) {
            awake.remove(request);
            Thread.currentThread().interrupt();
            return;
        }
        try {
            // A later wake for this request starts a new attempt: the claim below may come too early for it.
            awake.remove(request);
            callingFor.merge(org, 1, Integer::sum);
            if (held.test(org)) {
                LOG.debug("Request {} waits: the log of its organization is refused", request);
                return;
            }
            OrgContext system = OrgContext.system(org);
            begin(system, request).ifPresent(begun -> {
                long called = System.nanoTime();
                CallResult result = call(begun);
                Duration took = Duration.ofNanos(System.nanoTime() - called);
                // An interruption has ended the call; its result must still be stored.
                Thread.interrupted();
                writeDown(org, begun, result, took);
            });
        } catch (RuntimeException e) {
            LOG.error("Request {} could not be run now", request, e);
        } finally {
            callingFor.computeIfPresent(org, (_, runs) -> runs == 1 ? null : runs - 1);
            slots.release();
        }
    }

    /**
     * Records a run's outcome. Attempts are repeated while the database is unavailable, so
     * that a known outcome does not become an unknown one.
     */
    private void writeDown(UUID org, Begun begun, CallResult result, Duration took) {
        try {
            endings.run("The end of run " + begun.run().run(), OrgContext.system(org),
                    handle -> end(handle, org, begun, result));
            counts.ended(RunOutcomes.of(result), took);
        } catch (RunEndedException _) {
            LOG.warn("Run {} had an end before: {} came too late", begun.run().run(), result.code());
        }
    }

    /** The first commit; empty where there is nothing to call: the request is not to run now, or its run has ended. */
    private Optional<Begun> begin(OrgContext system, UUID request) {
        try {
            return begin(system, request, true);
        } catch (RunDelayedException e) {
            Optional<Instant> until = database.transactions().call(system,
                    handle -> delays.wait(handle, system.org(), e));
            if (until.isEmpty()) {
                return begin(system, request, false);
            }
            wakeAt(system.org(), request, until.get());
            return Optional.empty();
        }
    }

    private Optional<Begun> begin(OrgContext system, UUID request, boolean patient) {
        try {
            return database.transactions().call(system, handle -> begin(handle, system.org(), request, patient));
        } catch (TooLateException _) {
            // While waiting for the log's lock the request expired or lost an approval; the next claim returns that.
            return database.transactions().call(system, handle -> begin(handle, system.org(), request, patient));
        }
    }

    private void wakeAt(UUID org, UUID request, Instant moment) {
        holds.after(Duration.between(clock.instant(), moment), request, () -> wake(org, request));
    }

    /**
     * @param patient whether a request that people approved waits for a rate or a paused connection
     * @throws RunDelayedException where it is to wait; the caller rolls back
     */
    private Optional<Begun> begin(Handle handle, UUID org, UUID request, boolean patient) {
        Claim claimed = claims.claim(handle, org, request);
        if (claimed instanceof Claim.Refused(String code)) {
            handle.afterCommit(() -> counts.refused(code));
        }
        if (claimed instanceof Claim.Held(Instant until)) {
            wakeAt(org, request, until);
        }
        if (!(claimed instanceof Claim.Granted claim)) {
            return Optional.empty();
        }
        RunRows.Started run = runs.start(handle, org, claim);
        ConnectorAccess access = null;
        CallResult.NotSent missing = null;
        try {
            access = connections.access(handle, org, claim.connector(),
                    ToolNeeds.of(handle, org, claim.agent(), claim.tool()));
        } catch (CallRefusedException e) {
            Instant until = e.until();
            if (until != null && patient && claim.approved()) {
                throw new RunDelayedException(claim, null, until);
            }
            missing = new CallResult.NotSent(e);
        }
        List<EventDraft> drafts = new ArrayList<>(List.of(RunRows.started(run, claim)));
        if (access != null) {
            Limits.Taken taken = limits.take(handle, org, run.run(), claim, access);
            missing = taken.refused();
            Instant until = taken.until();
            if (until != null && patient && claim.approved()) {
                throw new RunDelayedException(claim, access, until);
            }
            drafts.addAll(taken.events());
        }
        if (missing != null) {
            // In one commit, so that many refused calls take the log's lock once each.
            drafts.addAll(ended(handle, org, run, missing));
            handle.afterCommit(() -> counts.ended(RunOutcome.FAILED, Duration.ZERO));
        }
        audit.append(handle, org, drafts.toArray(EventDraft[]::new));
        return missing == null ? Optional.of(new Begun(run, claim, Objects.requireNonNull(access))) : Optional.empty();
    }

    private CallResult call(Begun begun) {
        OutboundCall call;
        try {
            call = FrozenCall.of(begun.claim());
        } catch (EvidenceException | IllegalArgumentException _) {
            return new CallResult.NotSent("CALL_MALFORMED", "The payload does not describe a call over HTTP");
        }
        return connections.call(begun.run().request(), call, begun.access());
    }

    /** The second commit. */
    private void end(Handle handle, UUID org, Begun begun, CallResult result) {
        List<EventDraft> drafts = new ArrayList<>();
        if (!(result instanceof CallResult.NotSent)) {
            drafts.add(traffic(EventType.CONNECTOR_CALLED, begun, result));
        }
        if (result instanceof CallResult.Answered answer && answer.withheld()) {
            drafts.add(traffic(EventType.CONNECTOR_WITHHELD, begun, result));
        }
        drafts.addAll(ended(handle, org, begun.run(), result));
        audit.append(handle, org, drafts.toArray(EventDraft[]::new));
    }

    /** Records a run's end in its rows; returns the events to append. */
    private List<EventDraft> ended(Handle handle, UUID org, RunRows.Started run, CallResult result) {
        RunOutcome outcome = RunOutcomes.of(result);
        runs.finish(handle, org, run, result);
        claims.finished(handle, org, run.request(), outcome);
        List<EventDraft> drafts = new ArrayList<>(limits.settle(handle, org, run.run(), outcome));
        drafts.add(RunRows.finished(run, result));
        return drafts;
    }

    private static EventDraft traffic(String type, Begun begun, CallResult result) {
        RunRows.Started run = begun.run();
        return ConnectorEvent.of(type, AuditLog.system(), begun.access().connector(), run.workspace(),
                begun.access().place().owner(),
                JsonObject.builder().put("run", run.run().toString()).put("result", result.code()));
    }

    /** Begins no more runs, waits for those in progress, then interrupts them: their outcome is unknown. */
    @Override
    public void close() {
        holds.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(DEFAULT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
