package dev.agenthub.evidence.proof;

import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of the verification of a proof. It is about one entry only: it does not show that the log is complete, or that a run was
 * allowed.
 *
 * @param pinned whether a pin was given and is of the very tree that the proof leads to
 * @param proof what was read; null where it could not be
 * @param event what the entry says; null where that could not be read
 * @param link the entry's link, as recomputed; null where it could not be
 * @param checkpoint the tree that the proof leads to; null where that could not be read
 * @param pin the pin's note text; together with a checkpoint that contradicts it, proof of a fork
 */
public record ProofReport(Verdict verdict, boolean pinned, @Nullable EntryProof proof, @Nullable AuditEvent event,
        @Nullable Hash link, @Nullable Checkpoint checkpoint, @Nullable String pin, Parts parts,
        List<Finding> findings) {

    /**
     * The result of each part.
     *
     * @param entry whether it is an event of this log
     * @param place whether it stands at its place of the tree
     * @param signature whether the checkpoint is signed by the trusted key
     * @param pin PARTIAL where the pin is of the same log and key, but of another size
     */
    public record Parts(PartState entry, PartState place, PartState signature, PartState pin) {}

    public ProofReport {
        findings = List.copyOf(findings);
    }

    public boolean isVerified() {
        return verdict == Verdict.VERIFIED;
    }

    /** The report as one canonical JSON object. */
    public String toJson() {
        return ProofText.json(this);
    }

    /** The report for people to read. */
    public String toText() {
        return ProofText.text(this);
    }
}
