package dev.agenthub.server.audit;

import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.server.common.Rows;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The checkpoints that were published, as the database keeps them for exports to come. */
final class CheckpointRows {

    private CheckpointRows() {}

    /** Whether the checkpoint is new to the database. */
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

    /** When the checkpoint of that size was published. */
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

    /** The note of the largest checkpoint that covers no more than the database has. */
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
