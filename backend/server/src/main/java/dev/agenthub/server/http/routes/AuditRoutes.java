package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.CHECKPOINT_MISSING;
import static dev.agenthub.api.ErrorCode.CHECKPOINT_REFUSED;
import static dev.agenthub.api.ErrorCode.NOT_FOUND;
import static dev.agenthub.api.ErrorCode.PIN_AHEAD_OF_LOG;
import static dev.agenthub.api.ErrorCode.RESTORE_NOT_NEEDED;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.EarlierLog;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Headers;
import dev.agenthub.api.LogState;
import dev.agenthub.api.Page;
import dev.agenthub.api.RestoreRequest;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.checkpoints.Checkpoints;
import dev.agenthub.server.audit.checkpoints.Exports;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.http.Call;
import dev.agenthub.server.http.Endpoint.Nothing;
import dev.agenthub.server.http.JsonBody;
import dev.agenthub.server.http.QueryParameter;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.restore.DeclareRestore;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Routes of the audit log: state, entries, checkpoints and exports. */
public final class AuditRoutes implements Routes {

    private static final QueryParameter<Long> BEFORE = QueryParameter.number("before",
            "The next of the page before, a place in the log; only entries before it. Without it, the newest.");
    private static final QueryParameter<String> TYPE = QueryParameter.text("type",
            "An event's type, or with a dot at its end the beginning of some: approval. for all of approvals.",
            AuditFilter.class);
    private static final QueryParameter<String> ACTOR = QueryParameter.text("actor", "The id of who did it.",
            AuditFilter.class);
    private static final QueryParameter<String> SUBJECT = QueryParameter.text("subject",
            "The id of what it was done to.", AuditFilter.class);
    private static final QueryParameter<UUID> WORKSPACE = QueryParameter.id("workspace",
            "The id of where it was done.");
    private static final QueryParameter<Instant> FROM = QueryParameter.moment("from", "The first moment.");
    private static final QueryParameter<Instant> UNTIL = QueryParameter.moment("until",
            "The moment before which it happened.");
    private static final QueryParameter<Long> INCARNATION = QueryParameter.number("incarnation",
            "Which incarnation of the log, counted from 1; without it, the current one. One that there is none of is NOT_FOUND.",
            1, Integer.MAX_VALUE);
    private static final Role[] READERS = {Role.AUDITOR, ADMIN, OWNER};

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final Checkpoints checkpoints;
    private final Exports exports;
    private final DeclareRestore restore;

    public AuditRoutes(OrgTransactions transactions, AuditLog audit,
            Checkpoints checkpoints, Exports exports, DeclareRestore restore) {
        this.transactions = transactions;
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.exports = exports;
        this.restore = restore;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/audit", "The audit log as it stands").member(READERS).answers(200, AuditLogInfo.class,
                        call -> transactions.call(call.caller().context(), this::info)),
                get("/v1/audit/state", "Whether the audit log can be the one that was signed, for every member")
                        .member()
                        .answers(200, LogState.class,
                                call -> new LogState(checkpoints.refusal(call.caller().org()))),
                get("/v1/audit/events", "Entries, the newest first").member(READERS)
                        .query(BEFORE, LIMIT, TYPE, ACTOR, SUBJECT, WORKSPACE, FROM, UNTIL, INCARNATION)
                        .refuses(NOT_FOUND)
                        .answersPage(AuditEntry.class, this::events),
                post("/v1/audit/exports", "An export of the log").member(READERS).body(ExportRequest.class)
                        .refuses(NOT_FOUND, CHECKPOINT_REFUSED, PIN_AHEAD_OF_LOG, CHECKPOINT_MISSING)
                        .repeated("Each call is another export, and an entry of its own in the log.")
                        .header("Content-Disposition", "attachment, with a name for the file")
                        .header(Headers.ENTRIES, "How many entries of the log it holds")
                        .header(Headers.CONTENT_BYTES,
                                "How many bytes its entries and payloads have uncompressed, to tell how far it is")
                        .writes(ExportRequest.MEDIA_TYPE, this::export),
                post("/v1/audit/restores", "Lets a log that was restored go on as a new one").member(ADMIN, OWNER)
                        .body(RestoreRequest.class).refuses(RESTORE_NOT_NEEDED, CHECKPOINT_REFUSED)
                        .repeated("Done once: after that, `RESTORE_NOT_NEEDED`.")
                        .answers(201, AuditLogInfo.class, call -> {
                            restore.declare(call.caller(), call.body().reason());
                            return transactions.call(call.caller().context(), this::info);
                        }));
    }

    private AuditLogInfo info(Handle handle) {
        List<AuditLog.Head> heads = audit.heads(handle);
        AuditLog.Head head = heads.getFirst();
        Checkpoints.State state = checkpoints.state(handle, head);
        List<EarlierLog> earlier = heads.stream().skip(1)
                .map(some -> new EarlierLog(some.origin().incarnation(), some.origin().toString(), some.size(),
                        checkpoints.verifierKey(some.origin()).toString()))
                .toList();
        return new AuditLogInfo(head.origin().toString(), head.size(), head.link().hex(),
                checkpoints.verifierKey(head.origin()).toString(), state.note(), state.publishedAt(), state.refused(),
                earlier);
    }

    private Page<AuditEntry> events(Call<MemberCaller, Nothing> call) {
        AuditFilter filter = filter(call);
        Long before = call.query(BEFORE);
        int limit = call.limit();
        return transactions.call(call.caller().context(), handle -> audit.newest(handle, filter, before, limit));
    }

    private static AuditFilter filter(Call<MemberCaller, Nothing> call) {
        Long incarnation = call.query(INCARNATION);
        try {
            return new AuditFilter(call.query(TYPE), written(call.query(ACTOR)), written(call.query(SUBJECT)),
                    call.query(WORKSPACE),
                    call.query(FROM), call.query(UNTIL),
                    incarnation == null ? null : Math.clamp(incarnation, 0, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }

    /** An id as events have it; not every actor and subject has a UUID. */
    private static @Nullable String written(@Nullable String id) {
        return id == null ? null : JsonBody.uuid(id).map(UUID::toString).orElse(id);
    }

    private void export(Call<MemberCaller, ExportRequest> call) throws IOException {
        MemberCaller caller = call.caller();
        Exports.Prepared export = exports.prepare(caller.context(), caller.actor(), call.body());
        Context context = call.context();
        context.header("Content-Disposition", "attachment; filename=\"audit.ahexport\"");
        context.header(Headers.ENTRIES, Long.toString(export.entries()));
        context.header(Headers.CONTENT_BYTES, Long.toString(export.contentBytes()));
        Download.stream(context, ExportRequest.MEDIA_TYPE, export::writeTo);
    }
}
