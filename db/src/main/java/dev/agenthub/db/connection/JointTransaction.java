package dev.agenthub.db.connection;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import org.jdbi.v3.core.Handle;

/**
 * One transaction that contains several calls of {@link OrgTransactions} in sequence; each call has a savepoint, so that it can fail alone.
 */
final class JointTransaction {
    private static final String PART = "part";

    private final Handle handle;
    private final OrgContext context;
    private boolean inPart;

    JointTransaction(Handle handle, OrgContext context) {
        this.handle = handle;
        this.context = context;
    }

    /**
     * Runs one call of the transaction; an exception rolls back this call only.
     *
     * @throws IllegalStateException within another call, or if the call is in another organization context
     */
    <T, X extends Exception> T part(OrgContext of, OrgTransactions.Work<T, X> work) throws X {
        if (inPart) {
            throw new IllegalStateException("Transactions do not nest: one is open on this thread.");
        }
        if (!of.equals(context)) {
            throw new IllegalStateException("Transactions do not nest: this one is another organization's or actor's.");
        }
        inPart = true;
        try {
            handle.savepoint(PART);
            T result = work.run(handle);
            handle.releaseSavepoint(PART);
            return result;
        } catch (Throwable e) {
            undo(e);
            throw e;
        } finally {
            inPart = false;
        }
    }

    private void undo(Throwable cause) {
        try {
            handle.rollbackToSavepoint(PART);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
