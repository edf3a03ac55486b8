package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Ways to a provider that nobody can come back on: over, or spent without tokens to keep. Thread-safe. */
public final class EndedAttempts {
    private final OrgTransactions transactions;
    private final InstantSource clock;

    public EndedAttempts(OrgTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Forgets those of an organization, with the verifiers sealed in them. To be called now and then. */
    public void sweep(UUID org) {
        Instant now = clock.instant();
        // The provider of one that was spent just now may still be asked for its tokens.
        transactions.run(OrgContext.system(org), handle -> handle.createUpdate("""
                delete from authorization_attempt
                 where org_id = :org and (used_at <= :asked or (used_at is null and expires_at <= :now))
                """).bind("org", org).bind("now", now)
                .bind("asked", now.minus(DeviceAuthorizations.LONGEST_ANSWER)).execute());
    }
}
