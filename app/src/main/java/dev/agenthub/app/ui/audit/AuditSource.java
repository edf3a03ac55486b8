package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.Page;
import dev.agenthub.app.client.MemberClient;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the audit screen reads one organization's log from. Every call blocks. */
public interface AuditSource {

    /** Returns the log as it stands now. */
    AuditLogInfo info();

    /** Returns entries before this sequence number, newest first; the newest of all for null. */
    Page<AuditEntry> before(@Nullable Long seq, int limit);

    /** Writes an export of the whole log with its payloads; returns its size in bytes. */
    long export(Path target);

    /** Reads through a signed-in member's client. */
    static AuditSource of(MemberClient client) {
        return new AuditSource() {
            @Override
            public AuditLogInfo info() {
                return client.auditLog();
            }

            @Override
            public Page<AuditEntry> before(@Nullable Long seq, int limit) {
                return client.auditEvents(seq, limit);
            }

            @Override
            public long export(Path target) {
                return client.export(true, target);
            }
        };
    }
}
