package dev.agenthub.server.interleavings;

import java.util.List;
import java.util.Random;

/** The list of all random actions; a further one is a further class in this list. */
final class RandomActions {

    private static final List<RandomAction> ALL = List.of(new Submit(), new SubmitAgain(), new Approve(), new Deny(),
            new Withdraw(), new OverrideApprovals(), new DecideAgain(), new CancelAsAgent(), new CancelAsMember(),
            new EnrolDevice(), new RevokeMemberKey(), new RevokeAgentKey(), new IssueAgentKey(), new DisableAgent(),
            new EnableAgent(), new ChangeMember(), new CreateGroup(), new PublishPolicy(), new SetGovernance(),
            new CollectSecret(), new AdvanceClock(), new ListRequests(), new RunWaiting(), new Export(), new Delegate(),
            new EndDelegation(), new Escalate(), new Edit(),
            new ChangeWhileHeld(), new DecideForAnother(), new PublishUnnoticed());

    private RandomActions() {}

    static RandomAction next(Random random) {
        int drawn = random.nextInt(ALL.stream().mapToInt(RandomAction::weight).sum());
        for (RandomAction operation : ALL) {
            drawn -= operation.weight();
            if (drawn < 0) {
                return operation;
            }
        }
        throw new IllegalStateException();
    }
}
