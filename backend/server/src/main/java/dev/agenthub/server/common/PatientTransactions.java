package dev.agenthub.server.common;

import dev.agenthub.db.failure.TransientFailure;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions that write down what is known nowhere else, such as what a provider answered:
 * while the database cannot take one, it is tried again, for a minute. Thread-safe.
 */
public final class PatientTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(PatientTransactions.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** A database that is known to be away refuses at once. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final OrgTransactions transactions;

    public PatientTransactions(OrgTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Does that in one transaction. Where the connection failed during a commit, nobody
     * can tell whether it was one: the work is done again, and has to know its own traces.
     *
     * @param what it is, for the log
     * @throws RuntimeException what the last attempt met, where this thread was interrupted or
     *        the database is away for too long; at once what another attempt would meet too
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
