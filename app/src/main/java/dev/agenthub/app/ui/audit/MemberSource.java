package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Page;
import dev.agenthub.app.client.ExportDownload;
import dev.agenthub.app.client.ExportProgress;
import dev.agenthub.app.client.MemberClient;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the log with a member's session. */
record MemberSource(MemberClient client, boolean mayRestore) implements AuditSource {

    @Override
    public AuditLogInfo info() {
        return client.auditLog();
    }

    @Override
    public Page<AuditEntry> entries(AuditFilter filter, @Nullable String cursor, int limit) {
        return client.auditEvents(filter, cursor, limit);
    }

    @Override
    public Export export(ExportRequest request, Path target) {
        ExportDownload download = client.export(request, target);
        return new Export() {
            @Override
            public ExportDownload.Done run(Consumer<ExportProgress> progress) {
                return download.run(progress);
            }

            @Override
            public void cancel() {
                download.cancel();
            }
        };
    }

    @Override
    public AuditLogInfo restore(String reason) {
        return client.restoreLog(reason);
    }
}
