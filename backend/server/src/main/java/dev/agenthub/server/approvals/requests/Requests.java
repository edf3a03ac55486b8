package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes the rows of requests. A transaction that changes a request's state locks its row before reading it. */
public final class Requests {

    /** The columns that {@link #stored} reads, of a request with the alias {@code r}. */
    public static final String SELECT = """
            select r.id, r.agent_id, a.name as agent_name, a.owner_id, r.workspace_id, w.name as workspace_name, r.tool_name, r.connector_id,
                   r.proposer_id, p.name as proposer_name, r.change_kind, r.subject_kind, r.subject_id,
                   r.speakers || array(select k.shown_to from agent_key k
                                        where k.org_id = r.org_id and k.agent_id = r.agent_id and k.shown_to is not null
                                          and k.revoked_at is null) as speakers,
                   r.title, r.risk, r.agent_says, r.replaces, r.editors, r.payload_hash, r.policy_id, r.policy_version, r.policy_digest, r.policy_outcome,
                   r.required, r.terms, r.state, r.refusal, r.submission_hash, r.created_at, r.expires_at, r.listed_at, r.run_after, r.escalated_at
              from approval_request r
              left join agent a on a.org_id = r.org_id and a.id = r.agent_id
              left join member p on p.org_id = r.org_id and p.id = r.proposer_id
              left join workspace w on w.org_id = r.org_id and w.id = r.workspace_id
            """;
    /** Reads the request {@code :request} of {@code :org} for {@link #stored}, and locks its row until the transaction ends. */
    public static final String LOCK = SELECT + " where r.org_id = :org and r.id = :request for update of r";
    /**
     * Stores the state after a decision; the caller holds the lock. The parameters are {@code :org}, {@code :request}, {@code :state},
     * {@code :after} (when the request may run; null where it may not), {@code :reason} (of a denial; null where there is none)
     * and {@code :now}.
     */
    public static final String DECIDE = """
            update approval_request set state = :state, refusal = null, updated_at = :now, run_after = :after,
                   closing_reason = coalesce(cast(:reason as text), closing_reason),
                   decided_at = case when :state in ('approved', 'denied') then :now else decided_at end,
                   listed_at = case when :state in ('approved', 'denied') then :now else listed_at end
             where org_id = :org and id = :request
            """;
    private static final String PAYLOAD = """
            select payload, proposer_id is not null as change from approval_request where org_id = :org and id = :id
            """;
    private static final String INSERT = """
            insert into approval_request (org_id, id, agent_id, workspace_id, tool_name, connector_id,
                   proposer_id, change_kind, subject_kind, subject_id, title, search_text, risk, agent_says, replaces, editors,
                   payload, payload_hash, policy_id, policy_version, policy_digest, policy_outcome, required, terms, state, refusal,
                   idempotency_key, submission_hash, created_at, listed_at, expires_at, updated_at, run_after, escalate_at)
            values (:org, :id, cast(:agent as uuid), cast(:workspace as uuid), :tool, cast(:connector as uuid),
                   cast(:proposer as uuid), :kind, :subjectKind, :subject, :title, :searchText, :risk, :says, cast(:replaces as uuid), :editors,
                   :payload, :hash, :policy, :version, :digest, :outcome, cast(:required as jsonb), cast(:terms as json), :state, :refusal,
                   :key, :submission, :created, :created, :expires, :created, :runAfter, :escalate)
            on conflict do nothing
            """;

    private Requests() {}

    public static Optional<StoredRequest> find(Handle handle, UUID org, UUID request) {
        return handle.createQuery(SELECT + " where r.org_id = :org and r.id = :id")
                .bind("org", org).bind("id", request).map((row, _) -> stored(row)).findOne();
    }

    /**
     * Reads a request and locks its row until this transaction ends.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static StoredRequest lock(Handle handle, UUID org, UUID request) {
        return handle.createQuery(LOCK).bind("org", org).bind("request", request).map((row, _) -> stored(row)).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    public static Optional<StoredRequest> byIdempotencyKey(Handle handle, UUID org, UUID agent, String key) {
        return handle
                .createQuery(SELECT + " where r.org_id = :org and r.agent_id = :agent and r.idempotency_key = :key")
                .bind("org", org).bind("agent", agent).bind("key", key).map((row, _) -> stored(row)).findOne();
    }

    /** The member's pending proposal of the same change, if there is one. */
    public static Optional<StoredRequest> waitingProposal(Handle handle, UUID org, UUID proposer, Hash submission) {
        return handle
                .createQuery(SELECT + """
                         where r.org_id = :org and r.proposer_id = :proposer and r.submission_hash = :hash
                           and r.state in ('pending', 'approved')
                         order by r.id desc limit 1
                        """)
                .bind("org", org).bind("proposer", proposer).bind("hash", submission.bytes())
                .map((row, _) -> stored(row)).findOne();
    }

    /** The newest requests of the agents that a policy decides now. */
    public static List<StoredRequest> newestUnder(Handle handle, UUID org, UUID policy, int limit) {
        return handle.createQuery(SELECT + """
                 where r.org_id = :org and a.policy_id = :policy
                 order by r.id desc limit :limit
                """)
                .bind("org", org).bind("policy", policy).bind("limit", limit).map((row, _) -> stored(row)).list();
    }

    public static Payload payload(Handle handle, UUID org, UUID request) {
        return findPayload(handle, org, request)
                .orElseThrow(() -> new IllegalStateException("No request " + request));
    }

    /** The payload of a request that may not exist, or may be hidden from who asks. */
    public static Optional<Payload> findPayload(Handle handle, UUID org, UUID request) {
        return handle.createQuery(PAYLOAD)
                .bind("org", org).bind("id", request)
                .map((row, _) -> Payload.stored(row.getBytes("payload"), row.getBoolean("change"))).findOne();
    }

    /** Inserts a request; false where the requester has used the idempotency key before. */
    public static boolean insert(Handle handle, UUID org, StoredRequest request, Payload payload, SearchText searchText,
            String idempotencyKey) {
        RequestSubject.Action action = request.asked() instanceof RequestSubject.Action asked ? asked : null;
        RequestSubject.Change change = request.asked() instanceof RequestSubject.Change asked ? asked : null;
        RequestSubject.Edit edit = action == null ? null : action.edit();
        return handle.createUpdate(INSERT)
                .bind("org", org).bind("id", request.id())
                .bind("agent", action == null ? null : action.agent())
                .bind("replaces", edit == null ? null : edit.replaces())
                .bindArray("editors", UUID.class, edit == null ? List.of() : edit.editors())
                .bind("tool", action == null ? null : action.tool())
                .bind("connector", action == null ? null : action.connector())
                .bind("proposer", change == null ? null : change.proposer())
                .bind("kind", change == null ? null : change.kind())
                .bind("subjectKind", change == null ? null : change.subject().kind())
                .bind("subject", change == null ? null : change.subject().id())
                .bind("workspace", request.asked().workspace())
                .bind("title", request.title()).bind("searchText", searchText.text())
                .bind("risk", request.risk().toString()).bind("says", request.agentSays())
                .bind("payload", payload.bytes())
                .bind("hash", request.payloadHash().bytes()).bind("policy", request.policy().id())
                .bind("version", request.policy().version())
                .bind("digest", Hash.ofHex(request.policy().digest()).bytes())
                .bind("outcome", request.outcome().toString())
                .bind("required", new String(json(request.required()).canonicalBytes(), StandardCharsets.UTF_8))
                .bind("terms", new String(request.terms().json().canonicalBytes(), StandardCharsets.UTF_8))
                .bind("state", request.state().toString()).bind("refusal", request.refusal())
                .bind("runAfter", request.runAfter()).bind("escalate", request.escalatesAt())
                .bind("key", idempotencyKey)
                .bind("submission", request.submissionHash().bytes()).bind("created", request.createdAt())
                .bind("expires", request.expiresAt())
                .execute() == 1;
    }

    /** Changes a request's state without a decision; the caller holds its lock. */
    public static void move(Handle handle, UUID org, UUID request, RequestState state, Instant now) {
        move(handle, org, request, state, null, now);
    }

    /** Stores the reason that a member gave for cancelling a request; the caller holds its lock. */
    public static void close(Handle handle, UUID org, UUID request, String reason) {
        if (!reason.isBlank()) {
            handle.createUpdate("update approval_request set closing_reason = :reason where org_id = :org and id = :id")
                    .bind("org", org).bind("id", request).bind("reason", reason).execute();
        }
    }

    /** The reason that a member gave for denying or cancelling a request; null where there is none. */
    public static @Nullable String closingReason(Handle handle, UUID org, UUID request) {
        return handle.createQuery("select closing_reason from approval_request where org_id = :org and id = :id")
                .bind("org", org).bind("id", request).mapTo(String.class).findOne().orElse(null);
    }

    /** Sets a request to {@code refused} with this code; the caller holds its lock. */
    public static void refuse(Handle handle, UUID org, UUID request, String code, Instant now) {
        move(handle, org, request, RequestState.REFUSED, code, now);
    }

    /** Sets a request that can no longer be decided to {@code cancelled} with this code; the caller holds its lock. */
    public static void cancel(Handle handle, UUID org, UUID request, String code, Instant now) {
        move(handle, org, request, RequestState.CANCELLED, code, now);
    }

    /** Records that the request was escalated; the caller holds its lock. */
    public static void escalate(Handle handle, UUID org, UUID request, Instant now) {
        handle.createUpdate(
                "update approval_request set escalated_at = :now, updated_at = :now where org_id = :org and id = :id")
                .bind("org", org).bind("id", request).bind("now", now).execute();
    }

    private static void move(Handle handle, UUID org, UUID request, RequestState state, @Nullable String refusal,
            Instant now) {
        handle.createUpdate("""
                update approval_request set state = :state, refusal = :refusal, updated_at = :now
                 where org_id = :org and id = :id
                """)
                .bind("org", org).bind("id", request).bind("state", state.toString())
                .bind("refusal", refusal).bind("now", now).execute();
    }

    static List<UUID> inState(Handle handle, UUID org, RequestState state) {
        return handle.createQuery("select id from approval_request where org_id = :org and state = :state order by id")
                .bind("org", org).bind("state", state.toString()).mapTo(UUID.class).list();
    }

    /** Sets when an approved request may run; the caller holds its lock. */
    public static void hold(Handle handle, UUID org, UUID request, Instant until, Instant now) {
        handle.createUpdate("""
                update approval_request set run_after = :until, updated_at = :now where org_id = :org and id = :id
                """).bind("org", org).bind("id", request).bind("until", until).bind("now", now).execute();
    }

    public static List<Instant> held(Handle handle, UUID org, UUID connector, Instant now) {
        return handle.createQuery("""
                select run_after from approval_request
                 where org_id = :org and state = 'approved' and connector_id = :connector and run_after > :now
                 order by run_after
                """).bind("org", org).bind("connector", connector).bind("now", now)
                .map((row, _) -> Rows.instant(row, "run_after")).list();
    }

    public static List<UUID> mayRun(Handle handle, UUID org, Instant now) {
        return handle.createQuery("""
                select id from approval_request
                 where org_id = :org and state = 'approved' and proposer_id is null
                   and (run_after is null or run_after <= :now) order by id
                """).bind("org", org).bind("now", now).mapTo(UUID.class).list();
    }

    public static List<UUID> mayBeApplied(Handle handle, UUID org, Instant now, List<String> kinds) {
        return handle.createQuery("""
                select id from approval_request
                 where org_id = :org and state = 'approved' and change_kind = any (:kinds)
                   and (run_after is null or run_after <= :now) order by id
                """).bind("org", org).bind("now", now).bindArray("kinds", String.class, kinds).mapTo(UUID.class).list();
    }

    /** The required approvals as payloads, events and rows have them. */
    static JsonArray json(List<Quorum.Requirement> required) {
        return new JsonArray(
                required.stream().<JsonValue>map(requirement -> JsonObject.builder().put("count", requirement.count())
                        .put("group", requirement.group()).build()).toList());
    }

    public static StoredRequest stored(ResultSet row) throws SQLException {
        return new StoredRequest(Rows.uuid(row, "id"), asked(row),
                new StoredRequest.Wording(row.getString("title"), Risk.valueOf(upper(row.getString("risk"))),
                        row.getString("agent_says")),
                frozen(row),
                new StoredRequest.Progress(RequestState.valueOf(upper(row.getString("state"))),
                        row.getString("refusal"), Rows.instant(row, "listed_at"),
                        Rows.instantOrNull(row, "run_after"), Rows.instantOrNull(row, "escalated_at")));
    }

    private static StoredRequest.Frozen frozen(ResultSet row) throws SQLException {
        Instant createdAt = Rows.instant(row, "created_at");
        Instant expiresAt = Rows.instant(row, "expires_at");
        return new StoredRequest.Frozen(Rows.hash(row, "payload_hash"), Rows.hash(row, "submission_hash"),
                new PolicyVersion(Rows.uuid(row, "policy_id"), row.getInt("policy_version"),
                        Rows.hash(row, "policy_digest").hex()),
                Terms.stored(Outcome.valueOf(upper(row.getString("policy_outcome"))),
                        required(row.getString("required")),
                        Duration.between(createdAt, expiresAt),
                        row.getString("terms")),
                createdAt, expiresAt);
    }

    private static RequestSubject asked(ResultSet row) throws SQLException {
        UUID proposer = Rows.uuidOrNull(row, "proposer_id");
        return proposer == null
                ? new RequestSubject.Action(Rows.uuid(row, "agent_id"), row.getString("agent_name"),
                        Rows.uuid(row, "owner_id"),
                        Set.copyOf(Objects.requireNonNull(Rows.uuidsOrNull(row, "speakers"))),
                        Rows.uuid(row, "workspace_id"), row.getString("workspace_name"), row.getString("tool_name"),
                        Rows.uuid(row, "connector_id"), edit(row))
                : new RequestSubject.Change(row.getString("change_kind"),
                        new Subject(row.getString("subject_id"), row.getString("subject_kind")), proposer,
                        row.getString("proposer_name"), Rows.uuidOrNull(row, "workspace_id"),
                        row.getString("workspace_name"));
    }

    private static RequestSubject.@Nullable Edit edit(ResultSet row) throws SQLException {
        UUID replaces = Rows.uuidOrNull(row, "replaces");
        return replaces == null
                ? null
                : new RequestSubject.Edit(replaces, Objects.requireNonNull(Rows.uuidsOrNull(row, "editors")));
    }

    /** The request that members made by editing this one; null where there is none. */
    public static @Nullable UUID replacementOf(Handle handle, UUID org, UUID request) {
        return handle.createQuery("select id from approval_request where org_id = :org and replaces = :id")
                .bind("org", org).bind("id", request).mapTo(UUID.class).findOne().orElse(null);
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }

    private static SortedMap<String, Integer> required(String json) {
        JsonArray items = (JsonArray) JsonValue.parse(json.getBytes(StandardCharsets.UTF_8));
        SortedMap<String, Integer> counts = new TreeMap<>();
        items.items().stream().map(item -> (JsonObject) item)
                .forEach(item -> counts.put(item.string("group"), Math.toIntExact(item.integer("count"))));
        return counts;
    }
}
