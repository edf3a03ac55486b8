package dev.agenthub.evidence.proof;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.ReportLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The two written forms of a proof's report. Both say what is proven and what is not. */
final class ProofText {

    private static final String PROVES = "This entry stands in the log at this place, as exactly these bytes.";
    private static final String NOTHING = "Nothing is proven.";
    private static final String NOT_PROVEN = "Not that the log is complete, nor that what was done had the approval it needed: that takes an export.";

    private ProofText() {}

    static String json(ProofReport report) {
        EntryProof proof = report.proof();
        AuditEvent event = report.event();
        Checkpoint checkpoint = report.checkpoint();
        ProofReport.Parts parts = report.parts();
        List<JsonValue> findings = report.findings().stream().<JsonValue>map(Finding::toJson).toList();
        JsonObject object = JsonObject.builder().put("verdict", report.verdict().name()).put("pinned", report.pinned())
                .put("proof", TlogProof.FIRST_LINE).put("proves", proves(report)).put("doesNotProve", NOT_PROVEN)
                .put("seq", proof == null ? JsonNull.NULL : JsonNumber.of(proof.seq()))
                .put("event", event == null || proof == null ? JsonNull.NULL : JsonValue.parse(proof.event()))
                .put("link", text(report.link()))
                .put("origin", text(checkpoint == null ? null : checkpoint.origin()))
                .put("size", checkpoint == null ? JsonNull.NULL : JsonNumber.of(checkpoint.size()))
                .put("root", text(checkpoint == null ? null : checkpoint.root()))
                .put("checkpoint", text(proof == null ? null : proof.note())).put("pin", text(report.pin()))
                .put("parts", JsonObject.builder().put("entry", parts.entry().name()).put("place", parts.place().name())
                        .put("signature", parts.signature().name()).put("pin", parts.pin().name()).build())
                .put("findings", new JsonArray(findings)).build();
        return new String(object.canonicalBytes(), StandardCharsets.UTF_8);
    }

    private static JsonValue text(@Nullable Object value) {
        return value == null ? JsonNull.NULL : new JsonString(value.toString());
    }

    private static String proves(ProofReport report) {
        return report.isVerified() ? PROVES : NOTHING;
    }

    static String text(ProofReport report) {
        ReportLines out = new ReportLines();
        boolean unpinned = report.parts().pin() == PartState.UNPINNED;
        out.say(report.verdict() + (unpinned ? " (UNPINNED)" : "")).say("");
        out.line("Proven", proves(report)).line("Not proven", NOT_PROVEN).say("");
        EntryProof proof = report.proof();
        AuditEvent event = report.event();
        Checkpoint checkpoint = report.checkpoint();
        out.line("Entry", proof == null ? null : proof.seq());
        out.line("Type", event == null ? null : event.type());
        out.line("Time", event == null ? null : Timestamps.format(event.time()));
        out.line("Actor", event == null ? null : event.actor().name() + " (" + event.actor().kind().word() + ")");
        out.line("Subject", event == null ? null : event.subject().kind() + " " + event.subject().id());
        out.line("Event", proof == null ? null : new String(proof.event(), StandardCharsets.UTF_8));
        out.line("Link", report.link()).say("");
        out.line("Origin", checkpoint == null ? null : checkpoint.origin());
        out.line("Checkpoint", checkpoint == null ? null : checkpoint.size() + " entries");
        out.line("Root", checkpoint == null ? null : checkpoint.root()).say("");
        out.line("Bytes", ReportLines.word(report.parts().entry()));
        out.line("Place", ReportLines.word(report.parts().place()));
        out.line("Signature", ReportLines.word(report.parts().signature()));
        out.line("Pin", pin(report.parts().pin()));
        return out.findings(report.findings()).toString();
    }

    private static String pin(PartState state) {
        return state == PartState.PARTIAL
                ? "of the same log and key, but of another size: nothing here links the two"
                : ReportLines.word(state);
    }
}
