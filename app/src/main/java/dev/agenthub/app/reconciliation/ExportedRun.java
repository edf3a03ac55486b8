package dev.agenthub.app.reconciliation;

import dev.agenthub.evidence.hash.Hash;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as an export tells of it.
 *
 * @param seq where its beginning stands in the log
 * @param tool the tool whose request it ran; null where the export begins after the request
 * @param payload the hash of what was to be run
 * @param finishedAt null where the export ends before
 * @param outcome as the log has it; null where the export ends before
 * @param host where its call went; null where the export holds no payloads
 */
public record ExportedRun(UUID request, UUID run, long seq, @Nullable String tool, Hash payload, Instant startedAt,
        @Nullable Instant finishedAt, @Nullable String outcome, @Nullable String host) {

    /** Whether the log says that it certainly had no effect. */
    boolean hadNone() {
        return "failed".equals(outcome);
    }

    /** Whether the log says that it had its effect. */
    boolean hadOne() {
        return "executed".equals(outcome);
    }
}
