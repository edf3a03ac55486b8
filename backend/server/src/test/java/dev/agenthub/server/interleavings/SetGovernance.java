package dev.agenthub.server.interleavings;

import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.server.TestClient;

/** An administrator puts another governance policy in force. */
final class SetGovernance implements RandomAction {

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public void perform(Turn turn) {
        TestPolicy wanted = turn.pick(TestPolicy.GOVERNANCE);
        Device device = turn.administrator();
        TestClient.Answer there = turn.as(device, "read the governance policy",
                session -> session.get("/v1/governance"));
        if (there.status() < 300) {
            turn.change(device, "set the " + wanted.name() + " governance",
                    session -> session.post("/v1/governance", new SetGovernanceRequest(
                            there.as(GovernancePolicy.class).version(), wanted.document())),
                    _ -> null);
        }
    }
}
