package dev.agenthub.server.governance;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestState;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.approvals.Proposals;
import dev.agenthub.server.approvals.Proposals.Asks;
import dev.agenthub.server.approvals.Proposals.Claimed;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.audit.TooLateException;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.governance.changes.GovernanceChange;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import dev.agenthub.server.policies.Governance;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of an organization's rules: at once where its governance policy requires no approval,
 * otherwise as a proposal, which is applied once after others have approved it. Thread-safe.
 *
 * <p>Before a proposal is stored, the change is tried in full and rolled back, so that its proposer gets the errors.
 */
public final class Changes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    /** Kinds that return a secret for their proposer only: they are applied when the proposer collects it. */
    private static final Set<ChangeKind> COLLECTED = EnumSet.of(ChangeKind.INVITATION_CREATE, ChangeKind.AGENT_INSTALL,
            ChangeKind.AGENT_KEY_ISSUE);
    /** Kinds that need a credential, which no proposal contains: they are applied when the proposer calls again with it. */
    private static final Set<ChangeKind> COMPLETED = EnumSet.of(ChangeKind.CONNECTION_AUTHORIZE);
    private static final Set<ChangeKind> BY_ITSELF = EnumSet.complementOf(byProposer());

    private final Database database;
    private final AuditLog audit;
    private final Proposals proposals;
    private final ChangeReader reader;
    private final Predicate<UUID> held;
    private final ExecutorService threads = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("change-", 0).factory());

    /**
     * Creates the capability.
     *
     * @param held whether an organization's changes must wait now, because its restored database may not know what was already applied
     */
    public Changes(Database database, AuditLog audit, Proposals proposals, ChangeReader reader,
            Predicate<UUID> held) {
        this.database = database;
        this.audit = audit;
        this.proposals = proposals;
        this.reader = reader;
        this.held = held;
    }

    private static EnumSet<ChangeKind> byProposer() {
        EnumSet<ChangeKind> kinds = EnumSet.copyOf(COLLECTED);
        kinds.addAll(COMPLETED);
        return kinds;
    }

    /**
     * Makes a change, or proposes it.
     *
     * @param wanted reads the change, in the transaction in which it is made
     * @throws RefusedException with the code of why the caller may not make it, or why it cannot be made
     */
    <T> ChangeResult<T> make(MemberCaller caller, Function<Handle, GovernanceChange<T>> wanted) {
        return database.transactions().call(caller.context(), handle -> make(handle, caller, wanted.apply(handle)));
    }

    private <T> ChangeResult<T> make(Handle handle, MemberCaller caller, GovernanceChange<T> change) {
        Optional<Governance.InForce> governance = Governance.current(handle, caller.org());
        Optional<Asks> asks = governance.flatMap(there -> asks(there, change.kind()));
        try {
            if (asks.isEmpty()) {
                return makeNow(handle, caller, change, governance);
            }
            ProposedChange proposed = propose(handle, caller, change, asks.get());
            // This transaction holds the log's lock: the proposal is judged by the events before it.
            requireSame(handle, caller.org(), governance);
            return new ChangeResult.Proposed<>(proposed);
        } catch (GovernanceReplacedException e) {
            throw replaced(e);
        }
    }

    private static RefusedException replaced(@Nullable Exception cause) {
        return new RefusedException(ErrorCode.CHANGE_CONFLICT, "The governance policy has changed.", cause);
    }

    private <T> ChangeResult.Done<T> makeNow(Handle handle, MemberCaller caller, GovernanceChange<T> change,
            Optional<Governance.InForce> governance) {
        Recorded<T> made = change.apply(handle, caller.org(), Author.of(caller));
        if (made.events().isEmpty()) {
            return new ChangeResult.Done<>(made.result());
        }
        append(handle, caller.org(), governance, made.events());
        return new ChangeResult.Done<>(made.result(), () -> change.committed(caller.org(), made.result()));
    }

    private static Optional<Asks> asks(Governance.InForce governance, ChangeKind kind) {
        return governance.rules().demand(kind)
                .map(demand -> new Asks(governance.version(), demand, governance.rules().applied(kind),
                        governance.rules().rules(kind)));
    }

    private ProposedChange propose(Handle handle, MemberCaller caller, GovernanceChange<?> change, Asks asks) {
        if (caller.workspaces() != null && change.workspace() == null) {
            throw new RefusedException(ErrorCode.FORBIDDEN);
        }
        JsonValue before = change.before(handle, caller.org());
        handle.savepoint("tried");
        change.apply(handle, caller.org(), Author.of(caller));
        handle.rollbackToSavepoint("tried");
        return proposals.propose(handle, caller, new Proposals.Proposal(change.kind(), change.subject(),
                change.workspace(), change.title(handle, caller.org()), before, change.after()), asks);
    }

    /**
     * Appends the events of a change, unless another governance policy is in force than when it
     * was evaluated: a verifier judges the events by the policy that precedes them in the log.
     */
    private void append(Handle handle, UUID org, Optional<Governance.InForce> asked, List<EventDraft> events) {
        audit.lock(handle);
        if (events.stream().noneMatch(event -> event.type().equals(EventType.GOVERNANCE_SET))) {
            requireSame(handle, org, asked);
        }
        audit.appendInTurn(handle, org, events.toArray(EventDraft[]::new));
    }

    private static void requireSame(Handle handle, UUID org, Optional<Governance.InForce> asked) {
        if (!Governance.current(handle, org).map(Governance.InForce::version)
                .equals(asked.map(Governance.InForce::version))) {
            throw new GovernanceReplacedException();
        }
    }

    /** Says that the governance policy that a change was judged by was replaced meanwhile; nothing was changed. */
    private static final class GovernanceReplacedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Applies the change soon, if it is approved and not applied; returns at once. */
    public void wake(UUID org, UUID request) {
        try {
            threads.execute(() -> {
                try {
                    if (!held.test(org)) {
                        apply(org, request, BY_ITSELF, null, reading(org));
                    }
                } catch (RefusedException e) {
                    LOG.info("Change {} was refused when it was to be applied: {}", request, e.code());
                } catch (RuntimeException e) {
                    LOG.error("Change {} could not be applied now", request, e);
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.info("Change {} will be applied at the next start", request);
        }
    }

    /** Wakes every approved change that is not applied, for wakes that were missed. Called periodically; cheap. */
    public void wakeWaiting() {
        for (UUID org : database.organizations().all()) {
            database.transactions().call(OrgContext.system(org), handle -> proposals.waiting(handle, org, BY_ITSELF))
                    .forEach(request -> wake(org, request));
        }
    }

    /**
     * Applies the caller's own approved change and returns the secret that it creates.
     *
     * @return an {@link dev.agenthub.api.Invitation} or a {@link dev.agenthub.api.NewAgentKey}
     * @throws RefusedException NOT_FOUND, also for another member's; REQUEST_NOT_PENDING where it is not approved,
     *        is held, or has ended; or the code of why it cannot be applied, which also ends the request
     */
    public Object collect(MemberCaller caller, UUID request) {
        UUID org = caller.org();
        ChangeKind kind = database.transactions().call(caller.context(),
                handle -> proposals.kindFor(handle, org, request, caller.member()))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
        if (!COLLECTED.contains(kind)) {
            throw new RefusedException(ErrorCode.REQUEST_NOT_PENDING, "Nothing is to be collected of this change.");
        }
        return applyFor(caller, request, COLLECTED, reading(org));
    }

    /** Whether the caller's proposal can be completed now: it is approved and not held. */
    boolean isDue(MemberCaller caller, ProposedChange change) {
        return change.state() == RequestState.APPROVED && database.transactions().call(caller.context(),
                handle -> proposals.waiting(handle, caller.org(), COMPLETED)).contains(change.request());
    }

    /**
     * Makes a change together with the credential that its author provides.
     *
     * @param request the caller's approved proposal of it; null where it needed none when it began
     * @throws RefusedException CHANGE_CONFLICT where it is not the approved change, or needs approval by now; REQUEST_NOT_PENDING where
     *        the proposal is not approved, is held, or has ended; or the code of why it cannot be made, which also ends the proposal
     */
    <T> T complete(MemberCaller caller, @Nullable UUID request, Function<Handle, GovernanceChange<T>> wanted) {
        if (request != null) {
            return applyFor(caller, request, COMPLETED, (handle, approved) -> {
                GovernanceChange<T> change = wanted.apply(handle);
                if (!change.after().equals(approved.after())) {
                    throw new RefusedException(ErrorCode.CHANGE_CONFLICT);
                }
                return change;
            });
        }
        ChangeResult.Done<T> done = database.transactions().call(caller.context(), handle -> {
            GovernanceChange<T> change = wanted.apply(handle);
            Optional<Governance.InForce> governance = Governance.current(handle, caller.org());
            if (governance.flatMap(there -> asks(there, change.kind())).isPresent()) {
                throw replaced(null);
            }
            try {
                return makeNow(handle, caller, change, governance);
            } catch (GovernanceReplacedException e) {
                throw replaced(e);
            }
        });
        return done.completed().get();
    }

    private <T> T applyFor(MemberCaller caller, UUID request, Set<ChangeKind> kinds,
            BiFunction<Handle, Claimed, GovernanceChange<? extends T>> reading) {
        UUID org = caller.org();
        if (held.test(org)) {
            throw new RefusedException(ErrorCode.UNAVAILABLE);
        }
        return this.<T>apply(org, request, kinds, caller, reading).orElseThrow(() -> {
            RequestState state = database.transactions().call(caller.context(),
                    handle -> proposals.state(handle, org, request));
            return new RefusedException(ErrorCode.REQUEST_NOT_PENDING, "The change is " + state + ".");
        });
    }

    /** Reads the change from the proposal. */
    private BiFunction<Handle, Claimed, GovernanceChange<?>> reading(UUID org) {
        return (handle, approved) -> reader.read(handle, org, approved.kind(), approved.subject(), approved.after());
    }

    /**
     * The result of the change; empty where it is not one of these kinds, or not to be applied now.
     *
     * @param reading creates the change from the claimed proposal
     */
    private <T> Optional<T> apply(UUID org, UUID request, Set<ChangeKind> kinds, @Nullable MemberCaller collector,
            BiFunction<Handle, Claimed, GovernanceChange<? extends T>> reading) {
        OrgContext system = OrgContext.system(org);
        try {
            // Work after the commit may begin transactions of its own.
            return database.transactions()
                    .call(system, handle -> apply(handle, org, request, kinds, collector, reading)).map(Supplier::get);
        } catch (GovernanceReplacedException | TooLateException _) {
            // Judged again, by the policy that came into force meanwhile or by the votes
            // that still stand: without this, an approved change would not be tried again.
            return apply(org, request, kinds, collector, reading);
        } catch (RefusedException e) {
            database.transactions().run(system, handle -> proposals.refuse(handle, org, request, e.code()));
            throw e;
        }
    }

    /** Applies the change; returns the work after the commit, which returns the result. */
    private <T> Optional<Supplier<? extends T>> apply(Handle handle, UUID org, UUID request, Set<ChangeKind> kinds,
            @Nullable MemberCaller collector, BiFunction<Handle, Claimed, GovernanceChange<? extends T>> reading) {
        Optional<Governance.InForce> governance = Governance.current(handle, org);
        Optional<Claimed> claimed = proposals.claim(handle, org, request, kinds,
                kind -> governance.flatMap(there -> there.rules().demand(kind)));
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        Claimed approved = claimed.get();
        StoredMember proposer = MemberRows.find(handle, org, approved.proposer()).filter(StoredMember::active)
                .orElseThrow(() -> new RefusedException(ErrorCode.FORBIDDEN));
        GovernanceChange<? extends T> change = reading.apply(handle, approved);
        JsonValue present = change.before(handle, org);
        if (!Objects.equals(approved.before(), present == null ? null : Hash.sha256(present.canonicalBytes()))) {
            throw new RefusedException(ErrorCode.CHANGE_CONFLICT);
        }
        Author by = collector == null
                ? new Author(proposer, request)
                : new Author(proposer, request, collector.key(), collector.session());
        return Optional.of(applied(handle, org, change, approved, by, governance));
    }

    private <T> Supplier<T> applied(Handle handle, UUID org, GovernanceChange<T> change, Claimed approved, Author by,
            Optional<Governance.InForce> governance) {
        Recorded<T> made = change.apply(handle, org, by);
        List<EventDraft> events = new ArrayList<>();
        events.add(proposals.applied(handle, org, approved));
        made.events().forEach(event -> events.add(event.behind(by.request())));
        append(handle, org, governance, events);
        return () -> change.committed(org, made.result());
    }

    @Override
    public void close() {
        threads.close();
    }
}
