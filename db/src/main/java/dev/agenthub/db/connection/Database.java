package dev.agenthub.db.connection;

import dev.agenthub.db.failure.TransientFailure;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.db.organization.Organizations;

/** A database that is migrated and examined: what the backend works with, embedded or external. */
public interface Database {

    OrgTransactions transactions();

    Organizations organizations();

    Announcements announcements();

    /** Whether it answers; while it does not, every transaction fails at once as what {@link TransientFailure} knows. */
    Reachability reachability();
}
