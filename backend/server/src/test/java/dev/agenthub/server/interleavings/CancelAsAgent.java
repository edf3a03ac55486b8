package dev.agenthub.server.interleavings;

import dev.agenthub.server.TestClient;
import java.util.Map;

/** An agent cancels one of its requests. */
final class CancelAsAgent implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.pick(turn.world.agents);
        AgentActor.Key key = agent.key(turn);
        AcceptedRequest asked = turn.request();
        if (asked != null) {
            turn.call(agent + " " + key, "cancel " + asked, () -> new TestClient(turn.uri(), key.secret())
                    .post("/v1/requests/" + asked.id() + "/cancel", Map.of()),
                    _ -> Trace.of("approval.cancelled", asked.id()));
        }
    }
}
