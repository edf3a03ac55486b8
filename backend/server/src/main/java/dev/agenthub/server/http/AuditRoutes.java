package dev.agenthub.server.http;

import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.EarlierLog;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Headers;
import dev.agenthub.api.RestoreRequest;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.Checkpoints;
import dev.agenthub.server.audit.Exports;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.restore.DeclareRestore;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The audit log: how it stands, its entries, and exports of it. */
public final class AuditRoutes implements Routes {

    private static final Set<String> EVENT_PARAMETERS = Set.of("before", "limit", "type", "actor", "subject",
            "workspace", "from", "until", "incarnation");
    private static final Role[] READERS = {Role.AUDITOR, Role.ADMIN, Role.OWNER};

    private final Authentication authentication;
    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final Checkpoints checkpoints;
    private final Exports exports;
    private final DeclareRestore restore;

    public AuditRoutes(Authentication authentication, OrgTransactions transactions, AuditLog audit,
            Checkpoints checkpoints, Exports exports, DeclareRestore restore) {
        this.authentication = authentication;
        this.transactions = transactions;
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.exports = exports;
        this.restore = restore;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/audit", this::info);
        routes.get("/v1/audit/events", this::events);
        routes.post("/v1/audit/exports", this::export);
        routes.post("/v1/audit/restores", this::declareRestore);
    }

    private MemberCaller reader(Context context) {
        return authentication.member(context.header("Authorization")).require(READERS);
    }

    private void info(Context context) {
        Wire.write(context, 200, transactions.call(reader(context).context(), this::info));
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

    private void declareRestore(Context context) {
        MemberCaller caller = authentication.member(context.header("Authorization"));
        restore.declare(caller, Wire.read(context, RestoreRequest.class).reason());
        Wire.write(context, 201, transactions.call(caller.context(), this::info));
    }

    private void events(Context context) {
        MemberCaller caller = reader(context);
        Wire.requireOnly(context, EVENT_PARAMETERS);
        AuditFilter filter = filter(context);
        Long before = Wire.number(context, "before");
        int limit = Wire.limit(context);
        Wire.write(context, 200,
                transactions.call(caller.context(), handle -> audit.newest(handle, filter, before, limit)));
    }

    private static AuditFilter filter(Context context) {
        Long incarnation = Wire.number(context, "incarnation");
        try {
            return new AuditFilter(context.queryParam("type"), context.queryParam("actor"),
                    context.queryParam("subject"), Wire.uuidParameter(context, "workspace"),
                    Wire.moment(context, "from"), Wire.moment(context, "until"),
                    incarnation == null ? null : Math.clamp(incarnation, 0, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, e.getMessage(), e);
        }
    }

    private void export(Context context) throws IOException {
        MemberCaller caller = reader(context);
        ExportRequest request = Wire.read(context, ExportRequest.class);
        Exports.Prepared export = exports.prepare(caller.context(), caller.actor(), request);
        context.header("Content-Disposition", "attachment; filename=\"audit.ahexport\"");
        context.header(Headers.ENTRIES, Long.toString(export.entries()));
        context.header(Headers.CONTENT_BYTES, Long.toString(export.contentBytes()));
        Download.stream(context, ExportRequest.MEDIA_TYPE, export::writeTo);
    }
}
