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

/** Where the audit screen reads one organization's log from. Every call blocks. */
public interface AuditSource {

    /** Returns the log as it stands now. */
    AuditLogInfo info();

    /** Returns the entries that a filter lets through, newest first; those after a page's cursor, or the newest of all for null. */
    Page<AuditEntry> entries(AuditFilter filter, @Nullable String cursor, int limit);

    /** Returns an export into this file, to be run. */
    Export export(ExportRequest request, Path target);

    /** Declares that the database was restored, and returns how the log stands then. */
    AuditLogInfo restore(String reason);

    /** Whether this person may declare that. */
    boolean mayRestore();

    /** An export that can be run once, and cancelled by any thread. */
    interface Export {

        /** Writes the file, which appears whole or not at all. */
        ExportDownload.Done run(Consumer<ExportProgress> progress);

        void cancel();
    }

    /** Reads through a signed-in member's client. */
    static AuditSource of(Session session) {
        return new MemberSource(session.client(),
                session.me().roles().contains(Role.ADMIN) || session.me().roles().contains(Role.OWNER));
    }
}
