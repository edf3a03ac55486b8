package dev.agenthub.server.governance;

import dev.agenthub.server.approvals.Proposals;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Lifetimes;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.WorkspacesAndGroups;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.sandbox.SampleWorld;
import java.time.Clock;

/** Changes a sample organization's rules. */
final class TestChanges {

    private TestChanges() {}

    static Changes of(SampleWorld world, Clock clock) {
        var transactions = world.database.transactions();
        var reader = new ChangeReader(new Membership(transactions, world.audit, clock),
                new WorkspacesAndGroups(transactions, world.audit),
                new Invitations(transactions, world.audit, clock, Lifetimes.DEFAULTS), (_, _) -> 0,
                new BudgetAdministration(transactions, clock), clock);
        return new Changes(world.database, world.audit, new Proposals(world.audit, world.events, clock), reader,
                _ -> false);
    }
}
