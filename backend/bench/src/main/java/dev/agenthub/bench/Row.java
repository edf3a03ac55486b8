package dev.agenthub.bench;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * One line of the table.
 *
 * @param ours what AgentHub takes, with its unit
 * @param baseline what it is compared with and what that takes
 * @param ratio ours by the baseline's: of times below 1, of rates above 1 AgentHub is faster
 * @param notes memory and the like
 */
public record Row(String name, String ours, String baseline, String ratio, String notes, LocalDate measured) {

    /** A row of two times in nanoseconds. */
    public static Row ofTimes(String name, double ours, String baselineName, double baseline, String notes) {
        return new Row(name, time(ours), baselineName + ": " + time(baseline),
                String.format(Locale.ROOT, "%.2f", ours / baseline), notes, LocalDate.now(ZoneOffset.UTC));
    }

    /**
     * A row of two rates a second, whose ratio is above 1 where AgentHub is faster.
     *
     * @param unit what is counted, in the plural
     */
    public static Row ofRates(String name, double ours, String baselineName, double baseline, String unit,
            String notes) {
        return new Row(name, rate(ours, unit), baselineName + ": " + rate(baseline, unit),
                String.format(Locale.ROOT, "%.2f", ours / baseline), notes, LocalDate.now(ZoneOffset.UTC));
    }

    /** A row of two sizes in bytes. */
    public static Row ofSizes(String name, double ours, String baselineName, double baseline, String notes) {
        return new Row(name, size(ours), baselineName + ": " + size(baseline),
                String.format(Locale.ROOT, "%.2f", ours / baseline), notes, LocalDate.now(ZoneOffset.UTC));
    }

    private static String size(double bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / (1 << 20));
    }

    private static String rate(double perSecond, String unit) {
        return String.format(Locale.ROOT, "%.0f %s/s", perSecond, unit);
    }

    private static String time(double nanos) {
        if (nanos >= 1e8) {
            return String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
        }
        return nanos >= 1e4
                ? String.format(Locale.ROOT, "%.1f µs", nanos / 1e3)
                : String.format(Locale.ROOT, "%.0f ns", nanos);
    }

    String markdown() {
        return "| " + String.join(" | ", name, ours, baseline, ratio, notes, measured.toString()) + " |";
    }

    static Row ofMarkdown(String line) {
        String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
        return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip(),
                LocalDate.parse(cells[5].strip()));
    }
}
