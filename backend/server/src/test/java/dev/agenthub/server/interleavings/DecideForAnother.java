package dev.agenthub.server.interleavings;

import dev.agenthub.evidence.statement.Decision;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A delegate approves requests of the members who delegated to them: during the
 * delegation, after its end, or beside a member who approved themselves.
 */
final class DecideForAnother implements RandomAction {

    @Override
    public int weight() {
        return 8;
    }

    @Override
    public void perform(Turn turn) {
        MemberActor from = turn.pick(turn.world.inFinance(true));
        Delegate.Made made = Delegate.make(turn, turn.device(from), turn.pick(turn.world.inFinance(false)),
                Duration.ZERO);
        Delegate.Made one = made != null ? made : earlier(turn, from);
        if (one == null) {
            return;
        }
        AgentActor agent = turn.pick(turn.world.agents);
        AcceptedRequest asked = Submit.submitNew(turn, agent, TestPolicy.ESCALATED);
        switch (turn.random.nextInt(3)) {
            case 0 -> EndDelegation.end(turn, turn.device(one.from()), one);
            case 1 -> Decisions.decide(turn, turn.device(one.from()), asked, Decision.APPROVE, "");
            default -> {
                // They may, if the delegation has begun and is not over.
            }
        }
        Decisions.decide(turn, turn.device(one.to()), asked, Decision.APPROVE, "");
    }

    private static Delegate.@Nullable Made earlier(Turn turn, MemberActor from) {
        return turn.world.delegations.stream().filter(made -> made.from().equals(from)).reduce((_, last) -> last)
                .orElse(null);
    }
}
