package dev.agenthub.app.verification;

import dev.agenthub.evidence.verify.VerifyOptions.Progress;
import java.util.concurrent.atomic.AtomicLong;

/** Tells a listener of each further per cent of an export that is verified, not of each block. Thread-safe. */
public final class Percents implements Progress {
    private static final long ALL = 100;

    private final Progress listener;
    private final AtomicLong told = new AtomicLong(-1);

    public Percents(Progress listener) {
        this.listener = listener;
    }

    @Override
    public void report(long done, long total) {
        long share = total <= 0 ? 0 : done * ALL / total;
        if (told.getAndSet(share) != share) {
            listener.report(done, total);
        }
    }
}
