package dev.agenthub.app.reconciliation;

import dev.agenthub.evidence.hash.Hash;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run of a request, as recorded in an export.
 *
 * @param seq the sequence number of the entry that records its start
 * @param tool the request's tool; null where the export begins after the request
 * @param payload the hash of the payload
 * @param finishedAt when it ended; null where the export ends before that
 * @param outcome the recorded outcome; null where the export ends before that
 * @param host the host that was called; null where the export holds no payloads
 */
public record ExportedRun(UUID request, UUID run, long seq, @Nullable String tool, Hash payload, Instant startedAt,
        @Nullable Instant finishedAt, @Nullable String outcome, @Nullable String host) {

    /** Whether the log records that the run certainly had no effect. */
    boolean hadNone() {
        return "failed".equals(outcome);
    }

    /** Whether the log records that the run had its effect. */
    boolean hadOne() {
        return "executed".equals(outcome);
    }
}
