package dev.agenthub.server.approvals;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.server.approvals.decide.Votes;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.SearchText;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.approvals.requests.Terms;
import dev.agenthub.server.approvals.run.ChangeSurroundings;
import dev.agenthub.server.approvals.run.RunPreconditions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Proposals: changes that members ask for. Their payload is frozen like an action's, they
 * are decided by the same rules, and each is applied at most once.
 * Works in the caller's transaction. Thread-safe.
 */
public final class Proposals {

    private static final int NONCE_BYTES = 16;

    private final AuditLog audit;
    private final EventStream events;
    private final Clock clock;

    public Proposals(AuditLog audit, EventStream events, Clock clock) {
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * A proposed change (SPEC.md §2).
     *
     * @param workspace null where the change is the whole organization's
     * @param title shown in lists
     * @param before the present state; null where there is none
     * @param after the wanted state
     */
    public record Proposal(ChangeKind kind, Subject subject, @Nullable UUID workspace, String title,
            @Nullable JsonValue before, JsonObject after) {}

    /**
     * What the governance policy in force requires for a change.
     *
     * @param applied the rules that require it
     * @param rules their names
     */
    public record Asks(PolicyVersion policy, Demand demand, AppliedRules applied, List<String> rules) {}

    /**
     * An approved change that was claimed and is applied in this transaction; its request is {@code executing}.
     *
     * @param before SHA-256 of the state that the change was made from; null for none
     * @param until the moment from which it must not be applied any more
     */
    public record Claimed(UUID request, ChangeKind kind, Subject subject, UUID proposer, @Nullable Hash before,
            JsonObject after, Hash payloadHash, Instant until) {}

    /**
     * Stores a proposal. Where the same member's proposal of the same change is still pending, that one is returned and nothing is stored.
     */
    public ProposedChange propose(Handle handle, MemberCaller caller, Proposal proposal, Asks asks) {
        UUID org = caller.org();
        Hash before = proposal.before() == null ? null : Hash.sha256(proposal.before().canonicalBytes());
        Hash wanted = Hash.sha256(wanted(proposal, before, asks).canonicalBytes());
        Optional<StoredRequest> waiting = Requests.waitingProposal(handle, org, caller.member(), wanted);
        if (waiting.isPresent()) {
            return proposed(waiting.get());
        }
        UUID id = Ids.next();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expiresAt = now.plus(asks.demand().expiresIn()).truncatedTo(ChronoUnit.MICROS);
        Payload payload = payload(id, caller, proposal, before, asks, now, expiresAt);
        RequestSubject.Change change = new RequestSubject.Change(proposal.kind().word(), proposal.subject(),
                caller.member(),
                caller.person().name(), proposal.workspace(), null);
        Terms terms = new Terms(asks.demand(), null, asks.rules(), List.of(), Map.of());
        StoredRequest request = new StoredRequest(id, change,
                new StoredRequest.Wording(proposal.title(), Risk.HIGH, null),
                new StoredRequest.Frozen(payload.hash(), wanted, asks.policy(), terms, now, expiresAt),
                StoredRequest.Progress.pending(now));
        Requests.insert(handle, org, request, payload, SearchText.of(request), id.toString());
        handle.afterCommit(() -> events.publish(org, ServerEvent.created(id, RequestState.PENDING)));
        audit.append(handle, org, ApprovalEvents.proposed(caller.actor(), request, asks.applied(), proposal.after()));
        return proposed(request);
    }

    private static ProposedChange proposed(StoredRequest request) {
        return new ProposedChange(request.id(), request.payloadHash().hex(), request.state(), request.expiresAt());
    }

    /** The document whose digest identifies repeated proposals of one change. */
    private static JsonObject wanted(Proposal proposal, @Nullable Hash before, Asks asks) {
        JsonObject.Builder wanted = JsonObject.builder().put("after", proposal.after())
                .put("kind", proposal.kind().word()).put("policy", policy(asks.policy()));
        return before == null
                // A new subject has a new id in each proposal, which therefore does not count.
                ? wanted.put("subject", proposal.subject().kind()).build()
                : wanted.put("before", before.hex()).put("subject", subject(proposal.subject())).build();
    }

    private static Payload payload(UUID id, MemberCaller caller, Proposal proposal, @Nullable Hash before, Asks asks,
            Instant now, Instant expiresAt) {
        JsonObject.Builder payload = JsonObject.builder()
                .put("after", proposal.after())
                .put("createdAt", Timestamps.format(now))
                .put("expiresAt", Timestamps.format(expiresAt))
                .put("kind", proposal.kind().word())
                .put("nonce", Ids.base64Url(Ids.randomBytes(NONCE_BYTES)))
                .put("org", caller.org().toString())
                .put("policy", policy(asks.policy()))
                .put("proposer", caller.member().toString())
                .put("request", id.toString())
                .put("subject", subject(proposal.subject()))
                .put("v", PayloadHash.CHANGE);
        put(payload, "before", before == null ? null : before.hex());
        put(payload, "workspace", proposal.workspace() == null ? null : proposal.workspace().toString());
        return Payload.ofChange(payload.build());
    }

    private static void put(JsonObject.Builder payload, String name, @Nullable String text) {
        if (text == null) {
            payload.putNull(name);
        } else {
            payload.put(name, text);
        }
    }

    private static JsonObject policy(PolicyVersion policy) {
        return JsonObject.builder().put("digest", policy.digest()).put("id", policy.id().toString())
                .put("version", policy.version()).build();
    }

    private static JsonObject subject(Subject subject) {
        return JsonObject.builder().put("id", subject.id()).put("kind", subject.kind()).build();
    }

    /**
     * Checks again everything that an approved change needs, and claims it.
     *
     * @param kinds the kinds that this call may apply
     * @param asked the requirements of the governance policy in force now, by kind
     * @return empty where the change is of another kind, is not approved, or is refused now; a refusal is recorded
     */
    public Optional<Claimed> claim(Handle handle, UUID org, UUID id, Set<ChangeKind> kinds,
            Function<ChangeKind, Optional<Demand>> asked) {
        StoredRequest request = Requests.lock(handle, org, id);
        Instant now = clock.instant();
        ChangeSurroundings surroundings = new ChangeSurroundings(request, asked);
        if (request.state() != RequestState.APPROVED || request.held(now) || !kinds.contains(surroundings.kind())) {
            return Optional.empty();
        }
        // All members are locked, not only the voters: a change of members locks all of them.
        MemberRows.holdAll(handle, org);
        Payload payload = Requests.payload(handle, org, id);
        String objection = new RunPreconditions(handle, org, request, payload, now, surroundings).objection();
        if (objection != null) {
            refuse(handle, org, request, objection);
            return Optional.empty();
        }
        move(handle, org, id, RequestState.EXECUTING);
        handle.createUpdate(
                """
                        insert into applied_change (org_id, request_id, payload_hash, applied_at) values (:org, :id, :hash, :now)
                        """)
                .bind("org", org).bind("id", id).bind("hash", payload.hash().bytes()).bind("now", now).execute();
        JsonObject content = payload.content();
        String before = content.nullableString("before");
        RequestSubject.Change change = surroundings.change();
        return Optional.of(new Claimed(id, surroundings.kind(), change.subject(), change.proposer(),
                before == null ? null : Hash.ofHex(before), content.object("after"), payload.hash(),
                Votes.standUntil(handle, org, request, now)));
    }

    /** Marks a claimed change as applied. Returns the event to append before the change's own events. */
    public EventDraft applied(Handle handle, UUID org, Claimed change) {
        move(handle, org, change.request(), RequestState.EXECUTED);
        return new EventDraft(EventType.CHANGE_APPLIED, AuditLog.system(),
                new Subject(change.request().toString(), "request"), null,
                JsonObject.builder().put("kind", change.kind().word())
                        .put("payloadHash", change.payloadHash().hex())
                        .put("request", change.request().toString()).build())
                .until(change.until());
    }

    /** Ends an approved change that cannot be applied, with this code. */
    public void refuse(Handle handle, UUID org, UUID id, String code) {
        StoredRequest request = Requests.lock(handle, org, id);
        if (request.state() == RequestState.APPROVED) {
            refuse(handle, org, request, code);
        }
    }

    private void refuse(Handle handle, UUID org, StoredRequest request, String code) {
        Requests.refuse(handle, org, request.id(), code, clock.instant());
        handle.afterCommit(() -> events.publish(org, ServerEvent.changed(request.id(), RequestState.REFUSED)));
        audit.append(handle, org, ApprovalEvents.refused(AuditLog.system(), request, code));
    }

    private void move(Handle handle, UUID org, UUID request, RequestState state) {
        Requests.move(handle, org, request, state, clock.instant());
        handle.afterCommit(() -> events.publish(org, ServerEvent.changed(request, state)));
    }

    /** The kind of a change; empty for anybody but its proposer. */
    public Optional<ChangeKind> kindFor(Handle handle, UUID org, UUID request, UUID proposer) {
        return Requests.find(handle, org, request)
                .flatMap(found -> found.asked() instanceof RequestSubject.Change change
                        && change.proposer().equals(proposer)
                                ? ChangeKind.ofWord(change.kind())
                                : Optional.empty());
    }

    /** The state of a request. */
    public RequestState state(Handle handle, UUID org, UUID request) {
        return Requests.find(handle, org, request).orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND)).state();
    }

    /** Approved changes of these kinds that may be applied now: their hold is over. */
    public List<UUID> waiting(Handle handle, UUID org, Collection<ChangeKind> kinds) {
        return Requests.mayBeApplied(handle, org, clock.instant(), kinds.stream().map(ChangeKind::word).toList());
    }
}
