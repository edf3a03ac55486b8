package dev.agenthub.server.execution;

import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.calls.CallResult;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes the rows of runs, and makes the events of their start and end. */
final class RunRows {
    private static final String FINISH = """
            update hub.run
               set finished_at = :now, outcome = :outcome, detail = :detail, failure = :failure,
                   response_status = :status, response_digest = :digest, response_body = :body, response_missing = :missing
             where org_id = :org and id = :run and finished_at is null
            """;

    private final BackendInstance instance;
    private final InstantSource clock;

    /** A started run of a request in a workspace. */
    record Started(UUID run, UUID request, UUID workspace) {}

    RunRows(BackendInstance instance, InstantSource clock) {
        this.instance = instance;
        this.clock = clock;
    }

    /** Inserts a run; a database trigger refuses it where the approvals do not suffice. */
    Started start(Handle handle, UUID org, Claim.Granted claim) {
        var started = new Started(Ids.next(), claim.request(), claim.workspace());
        handle.createUpdate(
                """
                        insert into hub.run (org_id, id, request_id, payload_hash, started_at, owner, lease_until)
                        values (:org, :run, :request, :payloadHash, :now, :process, clock_timestamp() + make_interval(secs => :lease))
                        """)
                .bind("process", instance.process())
                .bind("lease", instance.lease().toMillis() / 1_000.0)
                .bind("org", org)
                .bind("run", started.run())
                .bind("request", started.request())
                .bind("payloadHash", claim.payloadHash().bytes())
                .bind("now", now())
                .execute();
        return started;
    }

    static EventDraft started(Started run, Claim.Granted claim) {
        return event(EventType.RUN_STARTED, run, JsonObject.builder()
                .put("run", run.run().toString())
                .put("request", run.request().toString())
                .put("payloadHash", claim.payloadHash().hex())
                .build()).until(claim.until());
    }

    /**
     * Records a run's end.
     *
     * @throws RunEndedException where an end is recorded already, which stays
     */
    void finish(Handle handle, UUID org, Started run, CallResult result) {
        CallResult.Answered answer = answered(result);
        int changed = handle.createUpdate(FINISH)
                .bind("org", org)
                .bind("run", run.run())
                .bind("now", now())
                .bind("outcome", RunOutcomes.of(result).toString())
                .bind("detail", result.detail())
                .bind("failure", answer == null ? result.code() : null)
                .bindByType("status", answer == null ? null : answer.status(), Integer.class)
                .bindByType("digest", answer == null ? null : answer.digest().toByteArray(), byte[].class)
                .bindByType("body", answer == null ? null : answer.body().toByteArray(), byte[].class)
                .bindByType("missing", answer == null || answer.missing() == 0 ? null : answer.missing(), Long.class)
                .execute();
        if (changed != 1) {
            throw new RunEndedException(run.run());
        }
    }

    static EventDraft finished(Started run, CallResult result) {
        CallResult.Answered answer = answered(result);
        return event(EventType.RUN_FINISHED, run, JsonObject.builder()
                .put("run", run.run().toString())
                .put("outcome", RunOutcomes.of(result).toString())
                .put("responseDigest", answer == null ? JsonNull.NULL : new JsonString(answer.digest().hex()))
                .build());
    }

    private static CallResult.@Nullable Answered answered(CallResult result) {
        return result instanceof CallResult.Answered answer ? answer : null;
    }

    /** Renews the leases of this process's runs. */
    void keep(Handle handle, UUID org) {
        handle.createUpdate("""
                update hub.run set lease_until = clock_timestamp() + make_interval(secs => :lease)
                 where org_id = :org and owner = :process and finished_at is null
                """)
                .bind("org", org)
                .bind("process", instance.process())
                .bind("lease", instance.lease().toMillis() / 1_000.0)
                .execute();
    }

    /**
     * Locks and returns the runs without an end whose process is gone.
     *
     * @param everybodys whether every other process is known to be gone; otherwise only runs whose lease has expired
     */
    List<Started> unfinished(Handle handle, UUID org, boolean everybodys) {
        return handle.createQuery("""
                select r.id, r.request_id, a.workspace_id
                  from hub.run r
                  join hub.approval_request a on a.org_id = r.org_id and a.id = r.request_id
                 where r.org_id = :org and r.finished_at is null and r.owner is distinct from :process
                   and (:everybodys or r.lease_until is null or r.lease_until < clock_timestamp())
                 order by r.id
                   for update of r skip locked
                """)
                .bind("org", org)
                .bind("process", instance.process())
                .bind("everybodys", everybodys)
                .map((row, _) -> new Started(Rows.uuid(row, "id"), Rows.uuid(row, "request_id"),
                        Rows.uuid(row, "workspace_id")))
                .list();
    }

    private static EventDraft event(String type, Started run, JsonObject data) {
        return new EventDraft(type, AuditLog.system(), new Subject(run.run().toString(), "run"), run.workspace(), data);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
