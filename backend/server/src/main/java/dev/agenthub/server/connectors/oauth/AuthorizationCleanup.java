package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Deletes authorizations that can no longer be finished: expired, or used without tokens to store. Thread-safe. */
public final class AuthorizationCleanup {
    private final OrgTransactions transactions;
    private final InstantSource clock;

    public AuthorizationCleanup(OrgTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Deletes those of an organization, with their encrypted verifiers. Called periodically. */
    public void sweep(UUID org) {
        Instant now = clock.instant();
        // A code that was used just now may still be in exchange at the provider.
        transactions.run(OrgContext.system(org), handle -> handle.createUpdate("""
                delete from authorization_attempt
                 where org_id = :org and (used_at <= :asked or (used_at is null and expires_at <= :now))
                """).bind("org", org).bind("now", now)
                .bind("asked", now.minus(DeviceAuthorizations.LONGEST_ANSWER)).execute());
    }
}
