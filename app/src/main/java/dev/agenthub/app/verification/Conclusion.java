package dev.agenthub.app.verification;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a verification's result, shared by the screen and the report page.
 *
 * @param kind the kind of result
 * @param sentence the result in one sentence
 * @param facts the amount of data verified, and the speed
 * @param signer the signing key, and why it is trusted
 * @param warning what the reader should ask the log's owner; empty for nothing
 * @param legend explains the bar, or without a bar what is not shown
 * @param parts the parts verified, in the order of verification
 * @param controls the counts of the controls' replay
 * @param drawn whether there is a log to show as a bar
 * @param pinAt the pin's position as a share of the log, from 0 to 1; negative without a pin
 * @param brokenAt the position from which nothing can be trusted, as a share of the log; 1 where everything holds
 */
public record Conclusion(Kind kind, String sentence, String facts, String signer, String warning, String legend,
        List<Part> parts, String controls, boolean drawn, double pinAt, double brokenAt) {
    private static final Messages MESSAGES = Messages.of(Conclusion.class);
    private static final double MILLIS = 1000;

    /** The kind of a verification's result. */
    public enum Kind {
        /** Everything holds, and a pin proves that nothing before it is missing. */
        HOLDS("✓"),
        /** Everything holds, but without a pin entries at the end may be missing. */
        UNPINNED("!"),
        /** The export must not be trusted. */
        BROKEN("✗");

        private final String sign;

        Kind(String sign) {
            this.sign = sign;
        }

        /** The sign beside the sentence, so that colour is not the only difference. */
        public String sign() {
            return sign;
        }
    }

    /**
     * One part of a verification.
     *
     * @param name such as “chain”
     * @param state its result
     * @param word the result in a word
     */
    public record Part(String name, PartState state, String word) {
        static Part of(String key, PartState state) {
            return new Part(MESSAGES.text("part." + key), state, MESSAGES.text("state." + state.name().toLowerCase(
                    Locale.ROOT)));
        }

        /** The sign beside the name. */
        public String sign() {
            return switch (state) {
                case PASSED -> "✓";
                case FAILED -> "✗";
                case PARTIAL, UNPINNED -> "!";
                case NOT_CHECKED -> "–";
            };
        }
    }

    /** Makes the texts of a verification. Reads the entries that they mention from the export, for their times. */
    public static Conclusion of(CheckedExport checked, Moments moments) {
        Report report = checked.report();
        return new Conclusion(kind(report), sentence(checked, moments), facts(checked),
                signer(checked.trust(), report.parts().signature(), checked.keyRecorded(), moments),
                warning(checked.trust(), moments), legend(checked), parts(report.parts()),
                ControlsText.of(checked, MESSAGES), true,
                pinAt(checked), brokenAt(report));
    }

    private static Kind kind(Report report) {
        if (!report.isVerified()) {
            return Kind.BROKEN;
        }
        return report.pinned() ? Kind.HOLDS : Kind.UNPINNED;
    }

    private static String sentence(CheckedExport checked, Moments moments) {
        Report report = checked.report();
        return switch (kind(report)) {
            case HOLDS -> pinned(checked, moments);
            case UNPINNED -> MESSAGES.text("verdict.unpinned");
            case BROKEN -> broken(checked.export(), report, moments);
        };
    }

    private static String pinned(CheckedExport checked, Moments moments) {
        Report report = checked.report();
        Instant of = checked.pin() == null
                ? null
                : time(checked.export(), checked.pin().checkpoint().size() - 1 - report.firstSeq());
        return of == null ? MESSAGES.text("verdict.pinned") : MESSAGES.text("verdict.pinned.of", moments.day(of));
    }

    private static String broken(Path export, Report report, Moments moments) {
        Finding finding = report.firstBrokenEntry().orElse(null);
        if (finding == null || finding.seq() == null) {
            return MESSAGES.text("verdict.rejected", report.findings().stream().filter(found -> !found.isWarning())
                    .findFirst().map(Finding::message).orElse(""));
        }
        long seq = finding.seq();
        Instant time = time(export, seq - report.firstSeq());
        String when = time == null ? "" : MESSAGES.text("verdict.broken.time", moments.exact(time));
        return intact(report)
                ? MESSAGES.text("verdict.controls", seq, when, finding.message())
                : MESSAGES.text("verdict.broken", seq, when, finding.message(), after(report, seq));
    }

    /** Whether the log itself is intact, so that only the controls failed. */
    private static boolean intact(Report report) {
        Report.Parts parts = report.parts();
        return parts.chain() == PartState.PASSED && parts.tree() == PartState.PASSED
                && parts.signature() == PartState.PASSED && parts.pin() != PartState.FAILED;
    }

    private static long after(Report report, long seq) {
        return Math.max(0, report.firstSeq() + report.entries() - 1 - seq);
    }

    private static @Nullable Instant time(Path export, long index) {
        try {
            byte[] event = index < 0 ? null : ExportFile.event(export, index);
            return event == null ? null : AuditEvent.parse(event).time();
        } catch (IOException | EvidenceException e) {
            return null;
        }
    }

    private static String facts(CheckedExport checked) {
        Report report = checked.report();
        return MESSAGES.text(report.firstSeq() == 0 ? "facts" : "facts.part", report.entries(), seconds(checked.took()),
                report.firstSeq());
    }

    private static String seconds(Duration took) {
        return MESSAGES.text("seconds", Math.max(0.1, took.toMillis() / MILLIS));
    }

    /** The signing key, and why it is trusted. */
    static String signer(Trust trust, PartState signature, boolean recordedNow, Moments moments) {
        String name = trust.key().name();
        if (signature != PartState.PASSED) {
            return MESSAGES.text("signer.not", name);
        }
        String signed = switch (trust.source()) {
            case GIVEN -> MESSAGES.text("signer.given", name);
            case PINNED -> MESSAGES.text("signer.pinned", name);
            case KNOWN -> MESSAGES.text("signer.known", name, trust.recorded() == null
                    ? ""
                    : moments.day(trust.recorded().since()));
        };
        return recordedNow ? signed + " " + MESSAGES.text("signer.recorded") : signed;
    }

    /** What the reader should ask the log's owner; empty for nothing. */
    static String warning(Trust trust, Moments moments) {
        return trust.contradictsRecord() && trust.recorded() != null
                ? MESSAGES.text("signer.contradicts", moments.day(trust.recorded().since()))
                : "";
    }

    private static String legend(CheckedExport checked) {
        Report report = checked.report();
        if (kind(report) == Kind.BROKEN && !intact(report)) {
            return report.firstBrokenEntry().map(Finding::seq).map(seq -> MESSAGES.text("legend.broken", seq))
                    .orElse(MESSAGES.text("legend.nothing"));
        }
        if (checked.pin() == null) {
            return MESSAGES.text("legend.unpinned");
        }
        long size = checked.pin().checkpoint().size();
        return MESSAGES.text("legend.pin", size, Math.max(0, report.firstSeq() + report.entries() - size));
    }

    private static List<Part> parts(Report.Parts parts) {
        return List.of(Part.of("chain", parts.chain()), Part.of("tree", parts.tree()), Part.of("signature", parts
                .signature()), Part.of("pin", parts.pin()), Part.of("controls", parts.controls()));
    }

    private static double pinAt(CheckedExport checked) {
        long end = checked.report().firstSeq() + checked.report().entries();
        return checked.pin() == null || end == 0
                ? -1
                : Math.min(1, (double) checked.pin().checkpoint().size() / end);
    }

    private static double brokenAt(Report report) {
        long end = report.firstSeq() + report.entries();
        if (report.isVerified() || intact(report)) {
            return 1;
        }
        return report.firstBrokenEntry().map(Finding::seq).map(seq -> end == 0
                ? 0.0
                : Math.clamp((double) seq / end,
                        0, 1))
                .orElse(0.0);
    }
}
