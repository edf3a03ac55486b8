package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.hash.Hash;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The report of a verification: its verdict and the reasons.
 *
 * @param pinned whether a pin was given and holds; without it the export is intact but may not be complete
 * @param entries how many entries the export holds
 * @param firstSeq the sequence number of the first of them
 * @param head the link of the last entry, as recomputed; null where none could be
 * @param root the root of the tree, as recomputed; null where none could be
 * @param origin the log's name as its checkpoint says; null where that could not be read
 * @param checkpoint the checkpoint's note text; null where it could not be read
 * @param pin the pin's note text; together with a checkpoint that contradicts it, proof of a fork
 * @param coveredByPin how many of the entries the pin covers
 * @param controlsFrom the entry from which on the controls were replayed; where it is not 0 and they passed, a saved state stood for those
 *         before it
 * @param payloads how many payloads were in the export and hash to their names
 * @param timestamps the checkpoints whose RFC 3161 token holds, by size
 */
public record Report(Verdict verdict, boolean pinned, long entries, long firstSeq, @Nullable Hash head,
        @Nullable Hash root, @Nullable String origin, @Nullable String checkpoint, @Nullable String pin,
        long coveredByPin, long controlsFrom, long payloads, List<StampedCheckpoint> timestamps, Parts parts,
        ControlsSummary controls,
        List<Finding> findings) {

    /** The result of each part. */
    public record Parts(PartState chain, PartState tree, PartState signature, PartState pin, PartState controls) {}

    public Report {
        timestamps = List.copyOf(timestamps);
        findings = List.copyOf(findings);
    }

    public boolean isVerified() {
        return verdict == Verdict.VERIFIED;
    }

    /** The first entry that a finding other than a warning is about. */
    public Optional<Finding> firstBrokenEntry() {
        return findings.stream().filter(finding -> !finding.isWarning() && finding.seq() != null).findFirst();
    }

    /** The report as one canonical JSON object. */
    public String toJson() {
        return ReportText.json(this);
    }

    /** The report for people to read. */
    public String toText() {
        return ReportText.text(this);
    }
}
