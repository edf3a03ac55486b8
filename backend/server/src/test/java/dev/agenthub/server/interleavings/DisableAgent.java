package dev.agenthub.server.interleavings;

import java.util.Map;

/** An administrator disables an agent, which revokes its keys. */
final class DisableAgent implements RandomAction {

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.pick(turn.world.agents);
        turn.as(turn.administrator(), "disable " + agent,
                session -> session.post("/v1/agents/" + agent.id() + "/disable", Map.of()));
    }
}
