package dev.agenthub.app.ui.verify;

import dev.agenthub.app.text.Moments;
import dev.agenthub.app.verification.CheckedExport;
import dev.agenthub.app.verification.CheckedProof;
import dev.agenthub.app.verification.Conclusion;
import dev.agenthub.app.verification.ProofConclusion;
import dev.agenthub.app.verification.Trust;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.report.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A completed verification and its conclusion.
 *
 * @param checked the export; null for a proof
 * @param proven the proof, as far as it could be parsed; null for an export
 */
record VerificationResult(Conclusion conclusion, List<Finding> findings, Trust trust, @Nullable CheckedExport checked,
        @Nullable EntryProof proven) {

    static VerificationResult of(CheckedExport checked, Moments moments) {
        return new VerificationResult(Conclusion.of(checked, moments), checked.report().findings(), checked.trust(),
                checked,
                null);
    }

    static VerificationResult of(CheckedProof checked, Moments moments) {
        return new VerificationResult(ProofConclusion.of(checked, moments), checked.report().findings(),
                checked.trust(), null,
                checked.report().proof());
    }

    /** The pin to keep for the next verification; null for none. */
    @Nullable
    KeptPin newPin() {
        return checked == null ? null : checked.newPin();
    }

    boolean isPinned() {
        return checked != null && checked.pin() != null;
    }
}
