package dev.agenthub.server.common;

import dev.agenthub.db.failure.TransientFailure;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats transactions that store what is known nowhere else, for example a provider's
 * answer, for up to a minute while the database is unavailable. Thread-safe.
 */
public final class RetryingTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingTransactions.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** The first pause is short, since a database that is known to be unavailable refuses at once. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final OrgTransactions transactions;

    public RetryingTransactions(OrgTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Runs the work in one transaction. Where the connection fails during a commit, its outcome is
     * unknown and the work runs again; it must therefore detect what an earlier attempt stored.
     *
     * @param what names the work in the log
     * @throws RuntimeException of the last attempt, where this thread was interrupted or the
     *        database is unavailable for too long; at once where a further attempt would fail alike
     */
    public void run(String what, OrgContext context, OrgTransactions.Action<RuntimeException> work) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                transactions.run(context, work);
                return;
            } catch (RuntimeException e) {
                if (!TransientFailure.is(e) || System.nanoTime() - deadline >= 0) {
                    throw e;
                }
                LOG.warn("{} could not be written down yet", what, e);
                try {
                    Thread.sleep(pause);
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
