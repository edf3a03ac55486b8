package dev.agenthub.server.http;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Role;
import dev.agenthub.db.OrgTransactions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.Checkpoints;
import dev.agenthub.server.audit.Exports;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;

/** The audit log: how it stands, its entries, and exports of it. */
public final class AuditRoutes implements Routes {

    private static final Role[] READERS = {Role.AUDITOR, Role.ADMIN, Role.OWNER};

    private final Authentication authentication;
    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final Checkpoints checkpoints;
    private final Exports exports;

    public AuditRoutes(Authentication authentication, OrgTransactions transactions, AuditLog audit,
            Checkpoints checkpoints, Exports exports) {
        this.authentication = authentication;
        this.transactions = transactions;
        this.audit = audit;
        this.checkpoints = checkpoints;
        this.exports = exports;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/audit", this::info);
        routes.get("/v1/audit/events", this::events);
        routes.post("/v1/audit/exports", this::export);
    }

    private MemberCaller reader(Context context) {
        return authentication.member(context.header("Authorization")).require(READERS);
    }

    private void info(Context context) {
        AuditLog.Head head = transactions.call(reader(context).context(), audit::head);
        Wire.write(context, 200, new AuditLogInfo(head.origin().toString(), head.size(), head.link().hex(),
                checkpoints.verifierKey(head.origin()).toString(), checkpoints.lastNote(head.origin()).orElse(null)));
    }

    private void events(Context context) {
        MemberCaller caller = reader(context);
        Long before = Wire.number(context, "before");
        int limit = Wire.limit(context);
        Wire.write(context, 200, transactions.call(caller.context(), handle -> audit.newest(handle, before, limit)));
    }

    private void export(Context context) throws IOException {
        MemberCaller caller = reader(context);
        ExportRequest request = Wire.read(context, ExportRequest.class);
        Exports.Prepared export = exports.prepare(caller.context(), caller.actor(), request.payloads());
        context.header("Content-Disposition", "attachment; filename=\"audit.ahexport\"");
        Download.stream(context, ExportRequest.MEDIA_TYPE, export::writeTo);
    }
}
