package dev.agenthub.evidence.verify.report;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Formats a report as lines of text. Characters of the file outside printable ASCII are written as U+XXXX, so that they cannot control the
 * terminal.
 */
public final class ReportLines {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final int LABEL = 16;

    private final StringBuilder out = new StringBuilder();

    /** A line of its own. */
    public ReportLines say(String line) {
        out.append(line).append('\n');
        return this;
    }

    /** A label and what stands beside it; null is unknown. */
    public ReportLines line(String label, @Nullable Object value) {
        out.append(label).repeat(' ', LABEL - label.length())
                .append(value == null ? "unknown" : visible(value.toString())).append('\n');
        return this;
    }

    /** One of several under the line before it. */
    public ReportLines item(String text) {
        out.append("  ").append(visible(text)).append('\n');
        return this;
    }

    /** What became of a part, in words. */
    public static String word(PartState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The findings under their heading; nothing where there are none. */
    public ReportLines findings(List<Finding> findings) {
        if (!findings.isEmpty()) {
            out.append("\nFindings\n");
        }
        for (Finding finding : findings) {
            item((finding.isWarning() ? "warning " : "") + finding.code()
                    + (finding.seq() == null ? "" : " at entry " + finding.seq()) + ": " + finding.message());
        }
        return this;
    }

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

    @Override
    public String toString() {
        return out.toString();
    }
}
