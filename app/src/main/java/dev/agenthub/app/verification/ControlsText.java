package dev.agenthub.app.verification;

import dev.agenthub.app.text.Messages;
import dev.agenthub.evidence.verify.report.ApprovalsShown;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;

/** Formats the counts of the controls' replay. */
final class ControlsText {
    private ControlsText() {}

    /** The counts in words; empty where the controls could not be replayed. */
    static String of(CheckedExport checked, Messages words) {
        Report report = checked.report();
        ControlsSummary controls = report.controls();
        if (report.parts().controls() == PartState.NOT_CHECKED) {
            return "";
        }
        String counted = controls.runs() == 0
                ? words.text("controls.none")
                : runs(controls, words) + " " + words.text("controls.decisions", controls.decisions(),
                        controls.decisionsVerified());
        return counted + shown(controls.approvals(), words) + replayed(controls.policies(), words)
                + extent(checked, words) + untold(controls.policies(), words);
    }

    private static String shown(ApprovalsShown approvals, Messages words) {
        return approvals.total() == 0
                ? ""
                : " " + words.text("controls.approvals", approvals.total(), approvals.whole(), approvals.inPart(),
                        approvals.withoutScreen());
    }

    static String replayed(PolicyReplaySummary policies, Messages words) {
        return policies.total() == 0
                ? ""
                : " " + words.text("controls.policies", policies.total(), policies.whole(), policies.inPart(),
                        policies.not());
    }

    /** Why policies could not be replayed, one reason a line. */
    static String untold(PolicyReplaySummary policies, Messages words) {
        StringBuilder reasons = new StringBuilder();
        policies.why().forEach((reason, requests) -> reasons.append('\n')
                .append(words.text("controls.untold." + reason.word(), requests)));
        return reasons.isEmpty() ? "" : "\n" + words.text("controls.untold") + reasons;
    }

    /** The entry at which the replay began, where that was not the beginning of the log. */
    private static String extent(CheckedExport checked, Messages words) {
        Report report = checked.report();
        if (report.parts().controls() == PartState.PARTIAL) {
            return " " + words.text(checked.pin() == null ? "controls.why.unpinned" : "controls.why.stateless",
                    report.firstSeq(), TrustText.statelessRemedy());
        }
        return report.controlsFrom() == 0 ? "" : " " + words.text("controls.from", report.controlsFrom());
    }

    private static String runs(ControlsSummary controls, Messages words) {
        if (controls.violations() > 0) {
            return words.text("controls.violations", controls.runs(), controls.violations());
        }
        if (controls.notJudged() > 0) {
            return words.text("controls.partial", controls.runs(), controls.notJudged());
        }
        return words.text("controls.all", controls.runs(), controls.withApproval(), controls.allowedByPolicy(), controls
                .overrides());
    }
}
