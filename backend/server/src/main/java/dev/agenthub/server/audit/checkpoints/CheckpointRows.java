package dev.agenthub.server.audit.checkpoints;

import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Rows;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Stores published checkpoints in the database and reads them, for exports. */
final class CheckpointRows {

    private CheckpointRows() {}

    /** Stores a checkpoint; false where the database has it already. */
    static boolean add(Handle handle, CheckpointSigner.Signed signed) {
        Origin origin = Origin.parse(signed.checkpoint().origin());
        return handle.createUpdate("""
                insert into checkpoint (org_id, incarnation, size, root, note)
                values (:org, :incarnation, :size, :root, :note)
                on conflict do nothing
                """)
                .bind("org", origin.org())
                .bind("incarnation", origin.incarnation())
                .bind("size", signed.checkpoint().size())
                .bind("root", signed.checkpoint().root().bytes())
                .bind("note", signed.note())
                .execute() == 1;
    }

    /** When the checkpoint of this size was published. */
    static Optional<Instant> publishedAt(Handle handle, Origin origin, long size) {
        return handle.createQuery("""
                select published_at from checkpoint
                 where org_id = :org and incarnation = :incarnation and size = :size
                """)
                .bind("org", origin.org())
                .bind("incarnation", origin.incarnation())
                .bind("size", size)
                .map((row, _) -> Rows.instant(row, "published_at"))
                .findOne();
    }

    /** The note of the largest stored checkpoint that is no larger than the log. */
    static Optional<String> largest(Handle handle, AuditLog.Head head) {
        return handle.createQuery("""
                select note from checkpoint
                 where org_id = :org and incarnation = :incarnation and size <= :size order by size desc limit 1
                """)
                .bind("org", head.origin().org())
                .bind("incarnation", head.origin().incarnation())
                .bind("size", head.size())
                .mapTo(String.class)
                .findOne();
    }
}
