package dev.agenthub.app.cli;

import dev.agenthub.evidence.verify.VerifyOptions.Progress;

/** Draws how far a verification is on one line that is gone at the end; silent where nobody watches. Thread-safe. */
final class ProgressLine implements Progress {
    private static final int WIDTH = 40;
    private static final int PER_CENT = 100;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private long drawn = -1;

    ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public synchronized void report(long done, long total) {
        long share = total <= 0 ? 0 : done * PER_CENT / total;
        if (terminal.interactive() && share != drawn) {
            drawn = share;
            int filled = Math.toIntExact(share * WIDTH / PER_CENT);
            terminal.err().print(CLEAR + "verifying [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + share
                    + " %");
            terminal.err().flush();
        }
    }

    synchronized void clear() {
        if (drawn >= 0) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
