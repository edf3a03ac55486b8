package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.hash.Hash;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one stretch of a segment came to: its links, what the controls need of its events, and what was wrong. Filled by one thread, then read by another. */
final class Batch {

    /** Links as they stand in the file, 32 bytes each; unreadable ones are zeros. */
    final ByteArrayOutputStream links = new ByteArrayOutputStream();
    final List<ControlEvent> controls = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    long entries;
    /** The bytes of entries that this was made of, which its own size is measured by. */
    long weight;
    /** Bytes of the export read for it. */
    long consumed;
    /** Set in a segment's first batch: only the reader of all segments knows the link before it. */
    @Nullable
    Hash firstEvent;
    @Nullable
    Instant firstTime;
    @Nullable
    Instant lastTime;
    /** No batch of this segment follows. */
    boolean last;
}
