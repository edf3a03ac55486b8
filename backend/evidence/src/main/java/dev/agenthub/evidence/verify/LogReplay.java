package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.merkle.LeafRun;
import dev.agenthub.evidence.verify.controls.ControlsReplay;
import dev.agenthub.evidence.verify.controls.DecisionChecks;
import dev.agenthub.evidence.verify.controls.events.Payloads;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Findings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Goes through all entries in order while segments are scanned in parallel: what is left to
 * do here is to join the segments, grow the tree and replay the controls. For one thread.
 */
final class LogReplay {

    /**
     * An export with so much wrong with its entries is not worth the time that the rest would take. One less than the findings
     * that are kept of a kind, so that the one which says so is kept.
     */
    static final int MOST_BROKEN = Findings.KEPT - 1;

    private static final int MOST_THREADS = 8;
    private static final long WAITING_BYTES = 8 << 20;

    private final ExportReader reader;
    private final VerifyOptions options;
    private final Origin origin;
    private final Findings findings;
    private final CompactRange tree;
    private final CheckpointRoots roots;
    private final PublishedCheckpoints published;
    private final DecisionChecks checks = new DecisionChecks();
    private final ControlsReplay controls;
    /** The link before the next segment; null where it could not be read. */
    private byte @Nullable [] previous;
    /** In microseconds since 1970. */
    private long previousTime;
    private long consumed;
    private long entries;
    private int broken;

    LogReplay(ExportReader reader, VerifyOptions options, Origin origin, Payloads payloads, Findings findings,
            Hash head,
            CompactRange tree, CheckpointRoots roots, PublishedCheckpoints published) {
        this.reader = reader;
        this.options = options;
        this.origin = origin;
        this.findings = findings;
        this.previous = head.bytes();
        this.tree = tree;
        this.roots = roots;
        this.published = published;
        long firstSeq = reader.manifest().firstSeq();
        this.controls = ControlsReplay.from(firstSeq, options.state(), checks, payloads, findings);
        Instant timeBefore = controls.timeBefore(firstSeq);
        this.previousTime = timeBefore == null ? Batch.NO_TIME : Timestamps.micros(timeBefore);
    }

    /**
     * Reads every entry, comparing roots on the way.
     *
     * @throws EvidenceException where so many entries are broken that the rest was not looked at
     */
    void run() throws IOException {
        roots.pass(tree);
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        ExecutorService scans = Executors.newFixedThreadPool(threads,
                Thread.ofPlatform().daemon().name("verify-", 0).factory());
        try {
            Deque<BatchQueue> ahead = new ArrayDeque<>();
            int submitted = 0;
            int segments = reader.manifest().segments().size();
            for (int i = 0; i < segments; i++) {
                while (submitted < segments && submitted <= i + threads) {
                    BatchQueue queue = new BatchQueue(WAITING_BYTES);
                    ahead.add(queue);
                    scans.execute(new SegmentScan(reader, submitted, origin, checks, queue, roots));
                    submitted++;
                }
                segment(i, ahead.remove());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (BatchQueue.ScanFailedException e) {
            throw rethrown(e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            scans.shutdownNow();
        }
        published.judgeRest();
        if (controls.isPartial()) {
            findings.add(Codes.CONTROLS_PARTIAL, null, "The export begins at " + reader.manifest().firstSeq()
                    + ", so " + controls.summary().notJudged() + " runs could not be judged.");
        }
    }

    private static IOException rethrown(BatchQueue.ScanFailedException e) {
        Throwable cause = e.getCause();
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new IOException("The export cannot be read", cause);
    }

    private void segment(int number, BatchQueue queue)
            throws InterruptedException, BatchQueue.ScanFailedException {
        long firstSeq = reader.manifest().segments().get(number).firstSeq();
        boolean first = true;
        Batch batch;
        do {
            if (options.cancelled().getAsBoolean()) {
                throw new CancellationException();
            }
            batch = queue.take();
            byte[] links = batch.links.toByteArray();
            if (first) {
                join(firstSeq, batch, links);
                first = false;
            }
            batch.findings.forEach(this::found);
            grow(batch.leaves, links);
            batch.controls.forEach(controls::replay);
            batch.published.forEach(published::judge);
            entries += batch.leaves.size();
            consumed += batch.consumed;
            previousTime = batch.lastTime == Batch.NO_TIME ? previousTime : batch.lastTime;
            options.progress().report(consumed, reader.length());
        } while (!batch.last);
    }

    /** Checks what the scan of a segment could not: that its first entry follows the last one of the segment before. */
    private void join(long firstSeq, Batch batch, byte[] links) {
        if (batch.firstEvent != null && previous != null) {
            Hash link = Chain.link(firstSeq, Hash.of(previous), batch.firstEvent);
            if (!Arrays.equals(link.bytes(), 0, Hash.LENGTH, links, 0, Hash.LENGTH)) {
                found(SegmentScan.linkMismatch(firstSeq));
            }
        }
        if (batch.firstTime != Batch.NO_TIME && batch.firstTime < previousTime) {
            found(SegmentScan.timeRegressed(firstSeq));
        }
    }

    private void found(Finding finding) {
        findings.addAll(List.of(finding));
        if (!finding.isWarning() && ++broken == MOST_BROKEN) {
            throw new EvidenceException(finding.code(), "The entries after " + finding.seq() + " were not looked at.");
        }
    }

    /**
     * Lets the tree grow by a batch, which ends where a root is compared. Only where a segment before does not hold as many
     * entries as it should, the batch was hashed for another place, and what is no log anyway is appended leaf by leaf.
     */
    private void grow(LeafRun leaves, byte[] links) {
        if (leaves.size() == 0) {
            return;
        }
        if (leaves.first() == tree.size()) {
            tree.append(leaves);
            roots.pass(tree);
        } else {
            for (int at = 0; at < links.length; at += Hash.LENGTH) {
                tree.append(Arrays.copyOfRange(links, at, at + Hash.LENGTH));
                roots.pass(tree);
            }
        }
        byte[] last = Arrays.copyOfRange(links, links.length - Hash.LENGTH, links.length);
        previous = Arrays.equals(last, SegmentScan.UNKNOWN) ? null : last;
    }

    CompactRange tree() {
        return tree;
    }

    long entries() {
        return entries;
    }

    /** The last link; null where it could not be read. */
    @Nullable
    Hash head() {
        return previous == null ? null : Hash.of(previous);
    }

    ControlsSummary controls() {
        return controls.summary();
    }

    /** The entry from which on the controls were replayed. */
    long controlsFrom() {
        return controls.from();
    }

    /** What the controls remember at the end; null where they were replayed in part. */
    @Nullable
    ControlsState memory() {
        return controls.memoryAt(previousTime == Batch.NO_TIME ? null : Timestamps.ofMicros(previousTime));
    }
}
