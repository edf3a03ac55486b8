package dev.agenthub.server.interleavings;

import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.server.TestClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A proposer collects the secret of an approved change. */
final class CollectSecret implements RandomAction {

    @Override
    public int weight() {
        return 6;
    }

    @Override
    public void perform(Turn turn) {
        List<AcceptedRequest> proposals = turn.world.requests.stream()
                .filter(asked -> asked.what().startsWith("key for"))
                .toList();
        if (proposals.isEmpty()) {
            return;
        }
        AcceptedRequest asked = turn.pick(proposals.subList(Math.max(0, proposals.size() - 3), proposals.size()));
        MemberActor proposer = Objects.requireNonNull(asked.proposer());
        Device device = turn.device(turn.sometimes(90) ? proposer : turn.person());
        TestClient.Answer answer = turn.as(device, "collect " + asked,
                session -> session.post("/v1/requests/" + asked.id() + "/collection", Map.of()),
                _ -> Trace.of("change.applied", asked.id()));
        NewAgentKey key = answer.status() < 300 ? answer.as(CollectedSecret.class).agentKey() : null;
        if (key != null) {
            turn.world.agents.stream().filter(agent -> agent.id().equals(key.agent()))
                    .forEach(agent -> agent.add(key.key(), key.secret()));
        }
    }
}
