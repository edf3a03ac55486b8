package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Page;
import dev.agenthub.api.Role;
import dev.agenthub.app.client.ExportDownload;
import dev.agenthub.app.client.ExportProgress;
import dev.agenthub.app.client.Session;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The audit screen's access to one organization's log. Every call blocks. */
public interface AuditSource {

    /** Returns the current size, head and checkpoint of the log. */
    AuditLogInfo info();

    /** Returns a page of the entries that match the filter, newest first: after the previous page's cursor, or for null the newest. */
    Page<AuditEntry> entries(AuditFilter filter, @Nullable String cursor, int limit);

    /** Prepares an export into this file; the caller runs it. */
    Export export(ExportRequest request, Path target);

    /** Declares that the database was restored from a backup, and returns the log afterwards. */
    AuditLogInfo restore(String reason);

    /** Whether this member may declare a restore. */
    boolean mayRestore();

    /** An export, run once. Any thread may cancel it. */
    interface Export {

        /** Writes the file, which appears complete or not at all. */
        ExportDownload.Done run(Consumer<ExportProgress> progress);

        void cancel();
    }

    /** Makes a source that uses a member's session. */
    static AuditSource of(Session session) {
        return new MemberSource(session.client(),
                session.me().roles().contains(Role.ADMIN) || session.me().roles().contains(Role.OWNER));
    }
}
