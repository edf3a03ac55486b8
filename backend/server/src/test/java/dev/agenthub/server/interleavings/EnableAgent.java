package dev.agenthub.server.interleavings;

import java.util.Map;

/** An administrator enables a disabled agent. */
final class EnableAgent implements RandomAction {

    @Override
    public int weight() {
        return 4;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.agentInNeed();
        turn.change(turn.administrator(), "enable " + agent,
                session -> session.post("/v1/agents/" + agent.id() + "/enable", Map.of()), _ -> null);
    }
}
