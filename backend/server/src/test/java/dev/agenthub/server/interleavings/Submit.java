package dev.agenthub.server.interleavings;

import dev.agenthub.api.NewAttachment;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.server.TestClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An agent submits an action. */
final class Submit implements RandomAction {

    /** What the provider answers: mostly that it is done, now and then that it will not, or nothing of which one could tell. */
    static final List<String> ANSWERS = List.of("200", "200", "200", "201", "422", "503");

    @Override
    public int weight() {
        return 45;
    }

    @Override
    public void perform(Turn turn) {
        AgentActor agent = turn.pick(turn.world.agents);
        var _ = submitNew(turn, agent, turn.pick(List.copyOf(TestPolicy.DEFAULT.demands().keySet())));
    }

    /** Null where it was refused. */
    static @Nullable AcceptedRequest submitNew(Turn turn, AgentActor agent, String tool) {
        String answers = turn.pick(ANSWERS);
        String idempotencyKey = Long.toHexString(turn.random.nextLong());
        List<String> files = tool.equals(TestPolicy.WITH_FILES)
                ? Stream.generate(() -> "--\r\n" + Long.toHexString(turn.random.nextLong()) + "\u0000")
                        .limit(1 + turn.random.nextInt(2)).toList()
                : List.of();
        return submit(turn, agent, agent.key(turn), tool, answers, idempotencyKey, files, false);
    }

    /** Where it was perhaps accepted before, it leaves no further trace. */
    static @Nullable AcceptedRequest submit(Turn turn, AgentActor agent, AgentActor.Key key, String tool,
            String answers,
            String idempotencyKey, List<String> files, boolean again) {
        SubmitRequest request = new SubmitRequest(tool, Map.of("status", answers, "note", "n " + idempotencyKey),
                idempotencyKey, null, files.isEmpty() ? null : attachments(files));
        TestClient.Answer answer = turn.call(agent + " " + key, (again ? "submit again " : "submit ") + tool,
                () -> new TestClient(turn.uri(), key.secret()).post("/v1/requests", request),
                accepted -> again ? null : Trace.of(Trace.REQUEST, accepted.as(RequestStatus.class).request()));
        agent.refused().set(answer.status() == 401 || answer.status() == 403);
        return answer.status() >= 300
                ? null
                : turn.world.add(
                        number -> new AcceptedRequest(number, answer.as(RequestStatus.class).request(), tool, answers,
                                agent, idempotencyKey, null, files));
    }

    private static List<NewAttachment> attachments(List<String> files) {
        return IntStream.range(0, files.size()).mapToObj(i -> NewAttachment.of("file " + i, "text/plain",
                files.get(i).getBytes(StandardCharsets.UTF_8))).toList();
    }
}
