package dev.agenthub.server.connectors.oauth;

import dev.agenthub.db.OrgContext;
import dev.agenthub.db.OrgTransactions;
import java.time.InstantSource;
import java.util.UUID;

/** Ways to a provider that nobody can come back on: spent, or over. Thread-safe. */
public final class EndedAttempts {
    private final OrgTransactions transactions;
    private final InstantSource clock;

    public EndedAttempts(OrgTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Forgets those of an organization, with the verifiers sealed in them. To be called now and then. */
    public void sweep(UUID org) {
        transactions.run(OrgContext.system(org), handle -> handle.createUpdate("""
                delete from authorization_attempt
                 where org_id = :org and (used_at is not null or expires_at <= :now)
                """).bind("org", org).bind("now", clock.instant()).execute());
    }
}
