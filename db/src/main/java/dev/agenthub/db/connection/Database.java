package dev.agenthub.db.connection;

import dev.agenthub.db.failure.TransientFailure;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.organization.Organizations;

/** A database that was migrated and examined, embedded or external; what the backend works with. */
public interface Database {

    OrgTransactions transactions();

    Organizations organizations();

    Announcements announcements();

    /**
     * Whether the database answers; while it does not, every transaction fails at once with a failure that {@link TransientFailure}
     * recognizes.
     */
    Reachability reachability();
}
