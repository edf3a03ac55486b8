package dev.agenthub.app.verification;

import dev.agenthub.evidence.verify.VerifyOptions.Progress;
import java.util.concurrent.atomic.AtomicLong;

/** Reports progress once per percent instead of once per block. Thread-safe. */
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
