package dev.agenthub.app.cli;

import dev.agenthub.evidence.verify.VerifyOptions.Progress;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Draws progress on one line, which is erased at the end: a bar, a percentage, megabytes
 * and megabytes per second. Draws nothing on a non-interactive terminal. Thread-safe.
 */
public final class ProgressLine implements Progress, AutoCloseable {
    private static final int WIDTH = 30;
    private static final int PER_CENT = 100;
    private static final double MEGABYTE = 1e6;
    private static final double SECOND = 1e9;
    private static final long BETWEEN_DRAWINGS = 100_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final String doing;
    private final LongSupplier nanos;
    private final long begun;
    private long drawn;
    private boolean onScreen;

    /** Makes a line; {@code doing} is the activity, such as “verifying”. */
    public ProgressLine(Terminal terminal, String doing) {
        this(terminal, doing, System::nanoTime);
    }

    public ProgressLine(Terminal terminal, String doing, LongSupplier nanos) {
        this.terminal = terminal;
        this.doing = doing;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.drawn = begun - BETWEEN_DRAWINGS;
    }

    /** Reports bytes done; a total of 0 or less is unknown. */
    @Override
    public synchronized void report(long done, long total) {
        long now = nanos.getAsLong();
        if (terminal.interactive() && now - drawn >= BETWEEN_DRAWINGS) {
            drawn = now;
            onScreen = true;
            terminal.err().print(CLEAR + doing + "  " + (total > 0 ? bar(done, total) : megabytes(done) + " MB")
                    + rate(done, now));
            terminal.err().flush();
        }
    }

    private static String bar(long done, long total) {
        int filled = Math.toIntExact(Math.clamp(done * WIDTH / total, 0, WIDTH));
        return "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                + String.format(Locale.ROOT, "%3d", Math.clamp(done * PER_CENT / total, 0, PER_CENT)) + " %  "
                + megabytes(done) + " of " + megabytes(total) + " MB";
    }

    private String rate(long done, long now) {
        double seconds = (now - begun) / SECOND;
        return seconds <= 0 ? "" : String.format(Locale.ROOT, "  %.0f MB/s", done / MEGABYTE / seconds);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, bytes < 10 * MEGABYTE ? "%.1f" : "%.0f", bytes / MEGABYTE);
    }

    /** Erases the line. */
    @Override
    public synchronized void close() {
        if (onScreen) {
            onScreen = false;
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
