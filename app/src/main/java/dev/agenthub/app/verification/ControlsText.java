package dev.agenthub.app.verification;

import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.evidence.verify.ControlsSummary;
import dev.agenthub.evidence.verify.PartState;
import dev.agenthub.evidence.verify.Report;

/** Says what the replay of the controls counted. */
final class ControlsText {
    private ControlsText() {}

    /** Empty where the controls could not be replayed. */
    static String of(Report report, Messages words) {
        ControlsSummary controls = report.controls();
        if (report.parts().controls() == PartState.NOT_CHECKED) {
            return "";
        }
        if (controls.runs() == 0) {
            return words.text("controls.none");
        }
        return runs(controls, words) + " " + words.text("controls.decisions", controls.decisions(), controls
                .decisionsVerified());
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
