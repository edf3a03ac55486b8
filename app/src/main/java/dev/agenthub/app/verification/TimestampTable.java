package dev.agenthub.app.verification;

import dev.agenthub.app.text.Counts;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.evidence.timestamp.Timestamp;
import dev.agenthub.evidence.verify.report.StampedCheckpoint;
import java.util.List;

/** The report page's table of checkpoints with a timestamp (RFC 3161), latest first. */
final class TimestampTable {
    private static final Messages MESSAGES = Messages.of(TimestampTable.class);
    private static final int SHOWN = 1000;

    private TimestampTable() {}

    /** The table; empty without timestamps. */
    static String html(List<StampedCheckpoint> timestamps, Moments moments) {
        if (timestamps.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<h2>").append(word("page.timestamps")).append(
                "</h2>\n<table class=\"findings\">\n<tr>");
        for (String column : List.of("size", "time", "authority", "covers", "trusted")) {
            html.append("<th>").append(word("page.timestamps." + column)).append("</th>");
        }
        html.append("</tr>\n");
        for (StampedCheckpoint stamped : timestamps.reversed().subList(0, Math.min(timestamps.size(), SHOWN))) {
            Timestamp timestamp = stamped.timestamp();
            html.append("<tr><td>").append(Counts.grouped(stamped.size())).append("</td><td>")
                    .append(ReportPage
                            .escaped(moments.exact(timestamp.time())))
                    .append("</td><td>").append(ReportPage.escaped(timestamp
                            .authority()))
                    .append("</td><td>").append(word("page.timestamps." + switch (timestamp.covered()) {
                        case NOTE -> "note";
                        case TEXT -> "text";
                    })).append("</td><td>").append(word(timestamp.trusted()
                            ? "page.timestamps.yes"
                            : "page.timestamps.unchecked"))
                    .append("</td></tr>\n");
        }
        return html.append("</table>\n").toString();
    }

    private static String word(String key) {
        return ReportPage.escaped(MESSAGES.text(key));
    }
}
