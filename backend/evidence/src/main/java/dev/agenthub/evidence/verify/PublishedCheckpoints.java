package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.export.EntryLine;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.export.Frontier;
import dev.agenthub.evidence.export.SegmentLines;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.verify.report.Findings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the checkpoints that a log says were published against those in its export and against its tree. For one thread.
 *
 * <p>The tree grows once, and its roots are noted at the sizes that the export has checkpoints of, which are all that an honest log names.
 * Only for others, which reject it anyway, are the links read again.
 */
final class PublishedCheckpoints {

    /** One less than the findings that are kept of a kind, so that the one which says so is kept. */
    private static final int MOST_INVALID = Findings.KEPT - 1;

    private final ExportReader reader;
    private final Findings findings;
    private final CheckpointRoots roots;
    private final List<LogEvents.Published> withoutRoot = new ArrayList<>();
    private int invalid;

    PublishedCheckpoints(ExportReader reader, CheckpointRoots roots, Findings findings) {
        this.reader = reader;
        this.roots = roots;
        this.findings = findings;
    }

    /** Judges an event, once the tree has grown beyond its place. */
    void judge(LogEvents.Published event) {
        if (invalid == MOST_INVALID) {
            return;
        }
        Hash root = roots.passed(event.size());
        String code = null;
        if (!reader.hasOlderCheckpoint(event.size())) {
            code = Codes.CHECKPOINT_MISSING;
            findings.add(code, event.seq(), "The checkpoint of " + event.size() + " entries is not in the export.");
        }
        if (event.size() > event.seq() || (root != null && !root.equals(event.root()))) {
            code = Codes.CHECKPOINT_MISMATCH;
            mismatch(event);
        } else if (root == null && event.size() >= reader.manifest().firstSeq()) {
            withoutRoot.add(event);
        }
        if (code != null && ++invalid == MOST_INVALID) {
            findings.add(code, null, "The checkpoints published after entry " + event.seq() + " were not looked at.");
        }
    }

    private void mismatch(LogEvents.Published event) {
        findings.add(Codes.CHECKPOINT_MISMATCH, event.seq(),
                "The root is not that of the log's first " + event.size() + " entries.");
    }

    /** Judges what names sizes that the export has no checkpoint of. */
    void judgeRest() throws IOException {
        if (withoutRoot.isEmpty()) {
            return;
        }
        Map<Long, List<LogEvents.Published>> bySize = new HashMap<>();
        withoutRoot.forEach(event -> bySize.computeIfAbsent(event.size(), at -> new ArrayList<>()).add(event));
        Frontier frontier = reader.frontier();
        CompactRange tree = frontier == null ? new CompactRange() : frontier.range();
        compare(tree, bySize);
        for (int i = 0; i < reader.manifest().segments().size() && !bySize.isEmpty(); i++) {
            try (SegmentLines lines = reader.segment(i)) {
                while (lines.next() && !bySize.isEmpty()) {
                    byte[] link = EntryLine.link(lines);
                    tree.append(link == null ? SegmentScan.UNKNOWN : link);
                    compare(tree, bySize);
                }
            } catch (EvidenceException _) {
                // Found when the entries were read: that file ends here for the tree as well.
            }
        }
    }

    private void compare(CompactRange tree, Map<Long, List<LogEvents.Published>> bySize) {
        List<LogEvents.Published> here = bySize.remove(tree.size());
        if (here != null) {
            Hash root = tree.root();
            here.stream().filter(event -> !event.root().equals(root)).forEach(this::mismatch);
        }
    }
}
