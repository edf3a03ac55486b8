package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventScan;
import dev.agenthub.evidence.chain.LinkHasher;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.EntryLine;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.export.Manifest;
import dev.agenthub.evidence.export.SegmentLines;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.verify.controls.DecisionChecks;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.ControlEvents;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Findings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment on a thread of its own: hashes, parses, and checks each link against the one that stands before it.
 *
 * <p>A link that stands in the file is taken as the predecessor of the next even where it is wrong, so that every entry is judged by itself
 * and segments need not wait for each other. Where all of them hold, they are by induction the links of the one chain.
 */
final class SegmentScan implements Runnable {

    private static final int BATCH = 512 << 10;
    static final byte[] UNKNOWN = new byte[Hash.LENGTH];

    private final ExportReader reader;
    private final int number;
    private final Manifest.Segment segment;
    private final Origin origin;
    private final DecisionChecks checks;
    private final BatchQueue queue;
    private final CheckpointRoots roots;
    private final LinkHasher hasher = new LinkHasher();
    private final EventScan scan = new EventScan();
    private final byte[] org;
    private Batch batch;
    private long nextStop;
    private long seq;
    private byte @Nullable [] previous;
    private int broken;
    private long previousTime = Batch.NO_TIME;

    /**
     * Prepares the scan.
     *
     * @param roots at whose sizes a batch must end
     */
    SegmentScan(ExportReader reader, int number, Origin origin, DecisionChecks checks, BatchQueue queue,
            CheckpointRoots roots) {
        this.reader = reader;
        this.number = number;
        this.segment = reader.manifest().segments().get(number);
        this.origin = origin;
        this.checks = checks;
        this.queue = queue;
        this.seq = segment.firstSeq();
        this.roots = roots;
        this.org = origin.org().toString().getBytes(StandardCharsets.US_ASCII);
        this.batch = nextBatch();
    }

    private Batch nextBatch() {
        nextStop = roots.next(seq);
        return new Batch(seq);
    }

    @Override
    public void run() {
        try (SegmentLines lines = reader.segment(number)) {
            scan(lines);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            queue.fail(e);
        }
    }

    private void scan(SegmentLines lines) throws IOException, InterruptedException {
        long consumed = 0;
        try {
            while (lines.next()) {
                if (seq - segment.firstSeq() == ExportWriter.MAX_LINES) {
                    throw new EvidenceException(Codes.ARCHIVE_INVALID, segment.name() + " has too many lines.");
                }
                entry(lines);
                if (broken >= LogReplay.MOST_BROKEN) {
                    break;
                }
                if (batch.weight >= BATCH || seq == nextStop) {
                    batch.consumed = lines.consumed() - consumed;
                    consumed = lines.consumed();
                    queue.put(batch);
                    batch = nextBatch();
                }
            }
            if (broken < LogReplay.MOST_BROKEN) {
                requireAsListed(lines);
            }
        } catch (EvidenceException e) {
            find(e, e.code().equals(Codes.ARCHIVE_INVALID) ? null : seq);
        }
        batch.consumed = lines.consumed() - consumed;
        batch.last = true;
        queue.put(batch);
    }

    private void requireAsListed(SegmentLines lines) {
        if (seq - segment.firstSeq() != segment.entries() || !lines.sha256().equals(segment.sha256())) {
            batch.findings.add(new Finding(Codes.ARCHIVE_INVALID, null,
                    segment.name() + " is not as manifest.json lists it."));
        }
    }

    private void entry(SegmentLines lines) {
        byte[] buffer = lines.buffer();
        int eventFrom = EntryLine.eventFrom(lines);
        int eventTo = EntryLine.eventTo(lines);
        byte[] stated = EntryLine.link(lines);
        batch.weight += lines.to() - lines.from();
        if (stated == null) {
            find(EntryLine.malformed(), seq);
            batch.link(UNKNOWN);
        } else {
            hasher.event(buffer, eventFrom, eventTo);
            checkLink(stated);
            batch.link(stated);
            event(buffer, eventFrom, eventTo);
        }
        previous = stated;
        seq++;
    }

    private void checkLink(byte[] stated) {
        if (seq == segment.firstSeq()) {
            batch.firstEvent = hasher.eventHash();
        } else if (previous != null && !Arrays.equals(hasher.link(seq, previous), stated)) {
            found(linkMismatch(seq));
        }
    }

    static Finding linkMismatch(long seq) {
        return new Finding(Codes.LINK_MISMATCH, seq, "The link does not follow from the event and the link before it.");
    }

    /** What the scan does not prove at once, the parser judges: it alone says what is wrong. */
    private void event(byte[] buffer, int from, int to) {
        try {
            if (scan.proves(buffer, from, to)) {
                judge(scan.isOf(org), scan.timeMicros(), isNeeded() ? scan.event() : null);
            } else {
                AuditEvent event = AuditEvent.parse(Arrays.copyOfRange(buffer, from, to));
                judge(event.org().equals(origin.org()), Timestamps.micros(event.time()), event);
            }
        } catch (EvidenceException e) {
            find(e, seq);
        }
    }

    private boolean isNeeded() {
        return seq == 0 || ControlEvents.concerns(scan) || LogEvents.concerns(scan);
    }

    private void judge(boolean ours, long time, @Nullable AuditEvent event) {
        if (!ours) {
            found(new Finding(Codes.WRONG_ORG, seq, "The event belongs to another organization."));
        }
        checkTime(time);
        ControlEvent control = event == null ? null : ControlEvents.read(seq, event);
        if (control != null) {
            batch.controls.add(checks.ahead(control));
        }
        if (event != null) {
            LogEvents.Published published = LogEvents.published(seq, event);
            if (published != null) {
                batch.published.add(published);
            }
            LogEvents.requireOpening(seq, event, origin);
        }
    }

    private void checkTime(long time) {
        if (time < previousTime) {
            batch.findings.add(timeRegressed(seq));
        }
        previousTime = time;
        batch.firstTime = batch.firstTime == Batch.NO_TIME ? time : batch.firstTime;
        batch.lastTime = time;
    }

    static Finding timeRegressed(long seq) {
        return new Finding(Codes.TIME_REGRESSED, seq, "The event's time is before that of the event before it.");
    }

    private void find(EvidenceException e, @Nullable Long about) {
        Findings one = new Findings();
        one.add(e, about);
        one.list().forEach(this::found);
    }

    private void found(Finding rejection) {
        batch.findings.add(rejection);
        broken++;
    }
}
