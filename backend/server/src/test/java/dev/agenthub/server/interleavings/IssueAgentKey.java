package dev.agenthub.server.interleavings;

import dev.agenthub.api.NewAgentKey;
import dev.agenthub.server.TestClient;
import java.util.Map;

/** An administrator issues a further key of an agent, and can then speak for it. */
final class IssueAgentKey implements RandomAction {

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.agentInNeed();
        Device device = turn.administrator();
        TestClient.Answer answer = turn.change(device, "key for " + agent,
                session -> session.post("/v1/agents/" + agent.id() + "/keys", Map.of()),
                issued -> Trace.of("agent.key_issued", issued.as(NewAgentKey.class).key()));
        if (answer.status() == 201) {
            NewAgentKey key = answer.as(NewAgentKey.class);
            agent.add(key.key(), key.secret());
        }
    }
}
