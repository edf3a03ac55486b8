package dev.agenthub.server.interleavings;

import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.server.TestClient;
import tools.jackson.databind.json.JsonMapper;

/** An administrator publishes the next version of the agents' policy. */
final class PublishPolicy implements RandomAction {

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void perform(Turn turn) {
        TestPolicy wanted = turn.pick(TestPolicy.POLICIES);
        Device device = turn.administrator();
        TestClient.Answer there = turn.as(device, "read the policy", session -> session.get("/v1/policies"));
        if (there.status() < 300) {
            int version = new JsonMapper().readTree(there.body()).get("items").valueStream()
                    .map(item -> item.get("current"))
                    .filter(current -> current.get("id").asString().equals(turn.world.policy.toString()))
                    .mapToInt(current -> current.get("version").asInt()).findFirst().orElseThrow();
            turn.change(device, "publish the " + wanted.name() + " policy",
                    session -> session.post("/v1/policies/" + turn.world.policy + "/versions",
                            new PublishPolicyRequest(version, wanted.document())),
                    // The same one again leaves nothing.
                    _ -> null);
        }
    }
}
