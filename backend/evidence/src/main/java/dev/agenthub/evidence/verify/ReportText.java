package dev.agenthub.evidence.verify;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.timestamp.Timestamp;
import dev.agenthub.evidence.timestamp.Timestamp.Covered;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two written forms of a report. Both say so where there was no pin. */
final class ReportText {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** The latest are worth most: each covers all that the ones before it do. */
    private static final int TIMESTAMPS_SHOWN = 20;

    private ReportText() {}

    static String json(Report report) {
        Report.Parts parts = report.parts();
        ControlsSummary controls = report.controls();
        List<JsonValue> findings = report.findings().stream().<JsonValue>map(ReportText::json).toList();
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
                        .build())
                .put("timestamps",
                        new JsonArray(report.timestamps().stream().<JsonValue>map(ReportText::json).toList()))
                .put("findings", new JsonArray(findings)).build();
        return new String(object.canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static JsonObject json(Finding finding) {
        Long seq = finding.seq();
        return JsonObject.builder().put("code", finding.code())
                .put("seq", seq == null ? JsonNull.NULL : JsonNumber.of(seq)).put("message", finding.message()).build();
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
        ControlsSummary controls = report.controls();
        StringBuilder out = new StringBuilder();
        out.append(report.verdict()).append(report.parts().pin() == PartState.UNPINNED ? " (UNPINNED)" : "")
                .append('\n');
        if (report.parts().pin() == PartState.UNPINNED) {
            out.append(
                    "UNPINNED: intact is not complete. Without a pin a rewritten or shortened log cannot be told.\n");
        }
        out.append('\n');
        line(out, "Origin", report.origin());
        line(out, "Entries", report.entries() + (report.firstSeq() > 0 ? " from " + report.firstSeq() : ""));
        line(out, "Covered by pin", report.pinned() ? Long.toString(report.coveredByPin()) : "none");
        line(out, "Head", report.head());
        line(out, "Root", report.root());
        line(out, "Payloads", Long.toString(report.payloads()));
        out.append('\n');
        line(out, "Chain", state(report.parts().chain()));
        line(out, "Tree", state(report.parts().tree()));
        line(out, "Signature", state(report.parts().signature()));
        line(out, "Pin", state(report.parts().pin()));
        line(out, "Controls", state(report.parts().controls()) + since(report));
        line(out, "Runs", controls.runs() + ": " + controls.withApproval() + " approved, "
                + controls.allowedByPolicy() + " allowed by policy, " + controls.overrides() + " by override, "
                + controls.violations() + " in violation, " + controls.notJudged() + " not judged");
        line(out, "Decisions", controls.decisions() + ", " + controls.decisionsVerified() + " verified");
        timestamps(out, report.timestamps());
        if (!report.findings().isEmpty()) {
            out.append("\nFindings\n");
        }
        for (Finding finding : report.findings()) {
            out.append("  ").append(finding.isWarning() ? "warning " : "").append(finding.code());
            if (finding.seq() != null) {
                out.append(" at entry ").append(finding.seq());
            }
            out.append(": ").append(visible(finding.message())).append('\n');
        }
        return out.toString();
    }

    /** Where the replay did not begin with the log, the reader should know. */
    private static String since(Report report) {
        return report.controlsFrom() == 0 || report.parts().controls() != PartState.PASSED
                ? ""
                : ", replayed from entry " + report.controlsFrom() + " on the saved state before it";
    }

    private static void timestamps(StringBuilder out, List<StampedCheckpoint> all) {
        line(out, "Timestamps", Integer.toString(all.size()));
        for (StampedCheckpoint stamped : all.subList(Math.max(0, all.size() - TIMESTAMPS_SHOWN), all.size())) {
            Timestamp timestamp = stamped.timestamp();
            out.append("  of ").append(stamped.size()).append(" entries at ")
                    .append(Timestamps.format(timestamp.time())).append(" by ").append(visible(timestamp.authority()))
                    .append(timestamp.trusted() ? ", trusted" : ", an authority that was not checked")
                    .append(timestamp.covered() == Covered.NOTE
                            ? ", over the whole note\n"
                            : ", over the note's text\n");
        }
    }

    private static void line(StringBuilder out, String label, @Nullable Object value) {
        out.append(label).repeat(' ', 16 - label.length()).append(value == null ? "unknown" : visible(value.toString()))
                .append('\n');
    }

    private static String state(PartState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Keeps what an export says about itself from steering a terminal. */
    private static String visible(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x20 || c > 0x7E) {
                out.append("U+").append(HEX.toHexDigits(c, c > 0xFFFF ? 6 : 4));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
