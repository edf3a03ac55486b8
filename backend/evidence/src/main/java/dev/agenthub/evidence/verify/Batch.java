package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.LeafRun;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.report.Finding;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one stretch of a segment came to: its links, what the controls need of its events,
 * and what was wrong. Filled by one thread, then read by another.
 */
final class Batch {

    private static final int EMPTY = 2 << 10;
    /** Before every time that an event can have. */
    static final long NO_TIME = Long.MIN_VALUE;

    /** Links as they stand in the file, 32 bytes each; unreadable ones are zeros. */
    final ByteArrayOutputStream links = new ByteArrayOutputStream();
    /** The same links as leaves of the tree. */
    final LeafRun leaves;
    final List<ControlEvent> controls = new ArrayList<>();
    final List<LogEvents.Published> published = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    /** What its own size is measured by: the bytes of entries that this was made of, and what it takes without any. */
    long weight = EMPTY;
    /** Bytes of the export read for it. */
    long consumed;
    /** Set in a segment's first batch: only the reader of all segments knows the link before it. */
    @Nullable
    Hash firstEvent;
    /** In microseconds since 1970. */
    long firstTime = NO_TIME;
    long lastTime = NO_TIME;
    /** No batch of this segment follows. */
    boolean last;

    /** A batch of the entries from this one on, where the segments before hold as many as they should. */
    Batch(long firstSeq) {
        leaves = new LeafRun(firstSeq);
    }

    void link(byte[] link) {
        links.writeBytes(link);
        leaves.append(link);
    }
}
