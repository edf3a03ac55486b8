package dev.agenthub.server.interleavings;

import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.server.TestClient;
import java.util.List;
import java.util.Map;

/** An agent asks for an action. */
final class Submit implements Operation {

    /** What the provider answers: mostly that it is done, now and then that it will not, or nothing of which one could tell. */
    private static final List<String> ANSWERS = List.of("200", "200", "200", "201", "422", "503");

    @Override
    public int weight() {
        return 30;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.pick(turn.world.agents);
        AgentActor.Key key = agent.key(turn);
        String tool = turn.pick(List.copyOf(Rulebook.USUAL.demands().keySet()));
        String answers = turn.pick(ANSWERS);
        submit(turn, agent, key, tool, answers, Long.toHexString(turn.random.nextLong()), false);
    }

    /** Where it was perhaps accepted before, it leaves no further trace. */
    static void submit(Turn turn, AgentActor agent, AgentActor.Key key, String tool, String answers,
            String idempotencyKey, boolean again) {
        SubmitRequest request = new SubmitRequest(tool, Map.of("status", answers, "note", "n " + idempotencyKey),
                idempotencyKey, null);
        TestClient.Answer answer = turn.call(agent + " " + key, (again ? "submit again " : "submit ") + tool,
                () -> new TestClient(turn.uri(), key.secret()).post("/v1/requests", request),
                accepted -> again ? null : Trace.of(Trace.REQUEST, accepted.as(RequestStatus.class).request()));
        agent.refused().set(answer.status() == 401 || answer.status() == 403);
        if (answer.status() < 300) {
            turn.world.add(number -> new Asked(number, answer.as(RequestStatus.class).request(), tool, answers, agent,
                    idempotencyKey, null));
        }
    }
}
