package dev.agenthub.server.interleavings;

import dev.agenthub.server.TestClient;
import java.util.List;

/** A delegation is ended early by either of its members, by an administrator, or, in vain, by another member. */
final class EndDelegation implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        List<Delegate.Made> all = List.copyOf(turn.world.delegations);
        if (all.isEmpty()) {
            return;
        }
        Delegate.Made one = turn.pick(all.subList(Math.max(0, all.size() - 3), all.size()));
        Device by = switch (turn.random.nextInt(8)) {
            case 0 -> turn.device();
            case 1, 2 -> turn.administrator();
            case 3, 4 -> turn.device(one.to());
            default -> turn.device(one.from());
        };
        end(turn, by, one);
    }

    static void end(Turn turn, Device by, Delegate.Made one) {
        TestClient.Answer answer = turn.as(by, "end the delegation of " + one.from() + " to " + one.to(),
                session -> session.delete("/v1/delegations/" + one.id()));
        if (answer.status() < 300) {
            turn.world.endedDelegations.add(one);
        }
    }
}
