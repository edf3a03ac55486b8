package dev.agenthub.server.interleavings;

/** An administrator revokes a key of an agent. */
final class RevokeAgentKey implements RandomAction {

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.pick(turn.world.agents);
        AgentActor.Key key = agent.key(turn);
        turn.as(turn.administrator(), "revoke " + key + " of " + agent,
                session -> session.delete("/v1/agents/" + agent.id() + "/keys/" + key.id()),
                _ -> Trace.of("agent.key_revoked", key.id()));
    }
}
