package dev.agenthub.app.verification;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.verification.Conclusion.Kind;
import dev.agenthub.app.verification.Conclusion.Part;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.proof.ProofReport;
import dev.agenthub.evidence.verify.report.Finding;
import java.util.List;

/** The texts of a proof's verification: what the proof shows, and what it does not. */
public final class ProofConclusion {
    private static final Messages MESSAGES = Messages.of(Conclusion.class);

    private ProofConclusion() {}

    public static Conclusion of(CheckedProof checked, Moments moments) {
        ProofReport report = checked.report();
        ProofReport.Parts parts = report.parts();
        return new Conclusion(report.isVerified() ? Kind.HOLDS : Kind.BROKEN, sentence(report), facts(report, moments),
                Conclusion.signer(checked.trust(), parts.signature(), checked.keyRecorded(), moments),
                Conclusion.warning(checked.trust(), moments), MESSAGES.text("proof.legend"),
                List.of(Part.of("bytes", parts.entry()), Part.of("place", parts.place()),
                        Part.of("signature", parts.signature()), Part.of("pin", parts.pin())),
                "", false, -1, 1);
    }

    private static String sentence(ProofReport report) {
        if (report.isVerified() && report.proof() != null) {
            return MESSAGES.text("proof.holds", report.proof().seq());
        }
        return MESSAGES.text("verdict.rejected",
                report.findings().stream().findFirst().map(Finding::message).orElse(""));
    }

    private static String facts(ProofReport report, Moments moments) {
        AuditEvent event = report.event();
        Checkpoint checkpoint = report.checkpoint();
        return event == null || checkpoint == null
                ? MESSAGES.text("proof.facts.none")
                : MESSAGES.text(report.isVerified() ? "proof.facts" : "proof.facts.claimed", event.type(),
                        moments.exact(event.time()), event.actor().name(),
                        checkpoint.size());
    }
}
