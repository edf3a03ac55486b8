package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Findings;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.StampedCheckpoint;
import dev.agenthub.evidence.verify.report.Verdict;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws the report from what was found. */
final class Reports {

    private static final Set<String> CHAIN = Set.of(Codes.ENTRY_MALFORMED, Codes.ENTRY_NOT_CANONICAL,
            Codes.LINK_MISMATCH, Codes.WRONG_ORG, Codes.ARCHIVE_INVALID, Codes.LOG_OPENING_INVALID);
    private static final Set<String> TREE = Set.of(Codes.COUNT_MISMATCH, Codes.ROOT_MISMATCH, Codes.FRONTIER_INVALID,
            Codes.CHECKPOINT_MISMATCH, Codes.CHECKPOINT_MISSING);
    private static final Set<String> SIGNATURE = Set.of(Codes.CHECKPOINT_MALFORMED, Codes.SIGNATURE_MISSING,
            Codes.SIGNATURE_INVALID);
    private static final Set<String> PIN = Set.of(Codes.PIN_FORKED, Codes.PIN_ORIGIN_CHANGED, Codes.PIN_ROLLED_BACK);
    private static final Set<String> CONTROLS = Set.of(Codes.DECISION_SIGNATURE_INVALID, Codes.KEY_NOT_ENROLLED,
            Codes.KEY_REVOKED, Codes.RUN_WITHOUT_APPROVAL, Codes.RUN_HASH_MISMATCH, Codes.RUN_QUORUM_NOT_MET,
            Codes.RUN_SELF_APPROVED, Codes.RUN_EXPIRED, Codes.RUN_TOO_EARLY, Codes.RUN_REPLAYED,
            Codes.KEY_ALGORITHM_UNKNOWN, Codes.CHANGE_WITHOUT_APPROVAL,
            Codes.POLICY_DIGEST_MISMATCH, Codes.POLICY_UNKNOWN, Codes.RUN_POLICY_MISMATCH);

    private Reports() {}

    /**
     * The report.
     *
     * @param note the checkpoint's note; null where it could not be read
     * @param replay the entries; null where they were not read to the end
     */
    static Report of(VerifyOptions options, Findings findings, @Nullable String note, @Nullable Checkpoint checkpoint,
            @Nullable LogReplay replay, long firstSeq, long payloads, List<StampedCheckpoint> stamped) {
        Report.Parts parts = new Report.Parts(state(findings, CHAIN, replay != null),
                state(findings, TREE, replay != null), state(findings, SIGNATURE, checkpoint != null),
                pin(options, findings, replay != null), controls(findings, replay != null));
        Verdict verdict = replay == null || findings.hasRejection() ? Verdict.REJECTED : Verdict.VERIFIED;
        boolean pinned = parts.pin() == PartState.PASSED;
        Hash root = replay == null ? null : replay.tree().root();
        Pin pin = options.pin();
        long covered = pinned && pin != null ? pin.checkpoint().size() - firstSeq : 0;
        List<Finding> found = findings.list();
        return new Report(verdict, pinned, replay == null ? 0 : replay.entries(), firstSeq,
                replay == null ? null : replay.head(), root, checkpoint == null ? null : checkpoint.origin(), note,
                pin == null ? null : pin.note(), covered,
                replay == null ? firstSeq : replay.controlsFrom(), payloads, stamped, parts,
                replay == null ? ControlsSummary.NONE : replay.controls(), found);
    }

    private static PartState state(Findings findings, Set<String> codes, boolean checked) {
        if (codes.stream().anyMatch(findings::has)) {
            return PartState.FAILED;
        }
        return checked ? PartState.PASSED : PartState.NOT_CHECKED;
    }

    private static PartState pin(VerifyOptions options, Findings findings, boolean checked) {
        return options.pin() == null ? PartState.UNPINNED : resting(findings, PIN, checked);
    }

    private static PartState controls(Findings findings, boolean checked) {
        PartState state = resting(findings, CONTROLS, checked);
        return state == PartState.PASSED && findings.has(Codes.CONTROLS_PARTIAL) ? PartState.PARTIAL : state;
    }

    /** The state of a part that passes only where the entries it was read from are the ones that were linked. */
    private static PartState resting(Findings findings, Set<String> codes, boolean checked) {
        PartState state = state(findings, codes, checked);
        boolean intact = state(findings, CHAIN, checked) == PartState.PASSED
                && state(findings, TREE, checked) == PartState.PASSED;
        return state == PartState.PASSED && !intact ? PartState.NOT_CHECKED : state;
    }
}
