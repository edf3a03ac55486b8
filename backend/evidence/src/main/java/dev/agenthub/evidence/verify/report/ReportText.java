package dev.agenthub.evidence.verify.report;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.timestamp.Timestamp;
import dev.agenthub.evidence.timestamp.Timestamp.Covered;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two written forms of a report. Both say so where there was no pin. */
final class ReportText {

    /** The latest are worth most: each covers all that the ones before it do. */
    private static final int TIMESTAMPS_SHOWN = 20;

    private ReportText() {}

    static String json(Report report) {
        Report.Parts parts = report.parts();
        ControlsSummary controls = report.controls();
        List<JsonValue> findings = report.findings().stream().<JsonValue>map(Finding::toJson).toList();
        JsonObject object = JsonObject.builder().put("verdict", report.verdict().name()).put("pinned", report.pinned())
                .put("entries", report.entries()).put("firstSeq", report.firstSeq()).put("head", text(report.head()))
                .put("root", text(report.root())).put("origin", text(report.origin()))
                .put("checkpoint", text(report.checkpoint())).put("pin", text(report.pin()))
                .put("coveredByPin", report.coveredByPin()).put("controlsFrom", report.controlsFrom())
                .put("payloads", report.payloads())
                .put("parts", JsonObject.builder().put("chain", parts.chain().name()).put("tree", parts.tree().name())
                        .put("signature", parts.signature().name()).put("pin", parts.pin().name())
                        .put("controls", parts.controls().name()).build())
                .put("controls", JsonObject.builder().put("runs", controls.runs())
                        .put("withApproval", controls.withApproval())
                        .put("allowedByPolicy", controls.allowedByPolicy()).put("overrides", controls.overrides())
                        .put("violations", controls.violations()).put("notJudged", controls.notJudged())
                        .put("decisions", controls.decisions()).put("decisionsVerified", controls.decisionsVerified())
                        .put("approvals", controls.approvals().toJson()).put("policies", controls.policies().toJson())
                        .build())
                .put("timestamps",
                        new JsonArray(report.timestamps().stream().<JsonValue>map(ReportText::json).toList()))
                .put("findings", new JsonArray(findings)).build();
        return new String(object.canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static JsonObject json(StampedCheckpoint stamped) {
        Timestamp timestamp = stamped.timestamp();
        return JsonObject.builder().put("size", stamped.size()).put("time", Timestamps.format(timestamp.time()))
                .put("authority", timestamp.authority())
                .put("covers", timestamp.covered().name().toLowerCase(Locale.ROOT))
                .put("trusted", timestamp.trusted()).build();
    }

    private static JsonValue text(@Nullable Object value) {
        return value == null ? JsonNull.NULL : new JsonString(value.toString());
    }

    static String text(Report report) {
        boolean unpinned = report.parts().pin() == PartState.UNPINNED;
        ReportLines out = new ReportLines().say(report.verdict() + (unpinned ? " (UNPINNED)" : ""));
        if (unpinned) {
            out.say("UNPINNED: intact is not complete. Without a pin a rewritten or shortened log cannot be told.");
        }
        out.say("").line("Origin", report.origin());
        out.line("Entries", report.entries() + (report.firstSeq() > 0 ? " from " + report.firstSeq() : ""));
        out.line("Covered by pin", report.pinned() ? Long.toString(report.coveredByPin()) : "none");
        out.line("Head", report.head()).line("Root", report.root());
        out.line("Payloads", report.payloads()).say("");
        out.line("Chain", ReportLines.word(report.parts().chain()));
        out.line("Tree", ReportLines.word(report.parts().tree()));
        out.line("Signature", ReportLines.word(report.parts().signature()));
        out.line("Pin", ReportLines.word(report.parts().pin()));
        out.line("Controls", ReportLines.word(report.parts().controls()) + since(report));
        ControlsSummary controls = report.controls();
        out.line("Runs", controls.runs() + ": " + controls.withApproval() + " approved, "
                + controls.allowedByPolicy() + " allowed by policy, " + controls.overrides() + " by override, "
                + controls.violations() + " in violation, " + controls.notJudged() + " not judged");
        out.line("Decisions", controls.decisions() + ", " + controls.decisionsVerified() + " verified");
        ApprovalsShown approvals = controls.approvals();
        out.line("Approvals", approvals.total() + ": " + approvals.whole() + " with the whole request on screen, "
                + approvals.inPart() + " with a part of it, " + approvals.withoutScreen() + " without a screen");
        PolicyReplaySummary policies = controls.policies();
        out.line("Policies", policies.total() + ": " + policies.whole() + " replayed whole, " + policies.inPart()
                + " in part, " + policies.not() + " not");
        policies.why().forEach((reason, requests) -> out.item(requests + ": " + reason.sentence()));
        timestamps(out, report.timestamps());
        return out.findings(report.findings()).toString();
    }

    /** Where the replay did not begin with the log, the reader should know. */
    private static String since(Report report) {
        return report.controlsFrom() == 0 || report.parts().controls() != PartState.PASSED
                ? ""
                : ", replayed from entry " + report.controlsFrom() + " on the saved state before it";
    }

    private static void timestamps(ReportLines out, List<StampedCheckpoint> all) {
        out.line("Timestamps", all.size());
        for (StampedCheckpoint stamped : all.subList(Math.max(0, all.size() - TIMESTAMPS_SHOWN), all.size())) {
            Timestamp timestamp = stamped.timestamp();
            out.item("of " + stamped.size() + " entries at " + Timestamps.format(timestamp.time()) + " by "
                    + timestamp.authority()
                    + (timestamp.trusted() ? ", trusted" : ", an authority that was not checked")
                    + (timestamp.covered() == Covered.NOTE ? ", over the whole note" : ", over the note's text"));
        }
    }
}
