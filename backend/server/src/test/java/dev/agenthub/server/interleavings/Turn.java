package dev.agenthub.server.interleavings;

import dev.agenthub.server.TestClient;
import java.net.URI;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One turn of an actor: the source of its random choices, and its calls. Its backend is drawn first. */
final class Turn {

    private static final int RECENT = 6;

    final World world;
    final Random random;
    final int backend;
    private final CallHistory history;
    private final String thread;

    Turn(World world, Random random, CallHistory history, String thread) {
        this.world = world;
        this.random = random;
        this.history = history;
        this.thread = thread;
        this.backend = random.nextInt(world.backends.count());
    }

    URI uri() {
        return world.backends.uri(backend);
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    boolean sometimes(int percent) {
        return random.nextInt(100) < percent;
    }

    /** A request, most often a recent one; null while there is none. */
    @Nullable
    AcceptedRequest request() {
        List<AcceptedRequest> all = List.copyOf(world.requests);
        if (all.isEmpty()) {
            return null;
        }
        return sometimes(85) ? pick(all.subList(Math.max(0, all.size() - RECENT), all.size())) : pick(all);
    }

    /** An agent, most often one that does not get on. */
    AgentActor agentInNeed() {
        List<AgentActor> refused = world.agents.stream().filter(agent -> agent.refused().get()).toList();
        return refused.isEmpty() || sometimes(20) ? pick(world.agents) : pick(refused);
    }

    MemberActor person() {
        return pick(world.people);
    }

    Device device(MemberActor person) {
        return pick(List.copyOf(person.devices()));
    }

    Device device() {
        return device(person());
    }

    /** One of those who administer, most often. */
    Device administrator() {
        return sometimes(90) ? device(pick(world.administrators)) : device();
    }

    /** A call of a device's session; one that has ended is opened again after the refusal. */
    TestClient.Answer as(Device device, String text, Function<TestClient, TestClient.Answer> call) {
        return as(device, text, call, _ -> null);
    }

    /** The same, leaving this in the log. */
    TestClient.Answer as(Device device, String text, Function<TestClient, TestClient.Answer> call,
            Function<TestClient.Answer, @Nullable Trace> trace) {
        TestClient.Answer answer = call(device.toString(), text, () -> call.apply(device.session().at(uri())), trace);
        if (answer.status() == 401) {
            signIn(device);
        }
        return answer;
    }

    /** The same for a change of the rules, which may be made or proposed. */
    TestClient.Answer change(Device device, String text, Function<TestClient, TestClient.Answer> call,
            Function<TestClient.Answer, @Nullable Trace> trace) {
        TestClient.Answer answer = as(device, text, call, done -> done.status() == 202
                ? Trace.of(Trace.REQUEST, world.proposed(done).request())
                : trace.apply(done));
        if (answer.status() == 202) {
            world.addProposal(answer, text, device.person);
        }
        return answer;
    }

    void signIn(Device device) {
        TestClient.Answer answer = call(device.toString(), "sign in", () -> device.member.trySignIn(uri()), _ -> null);
        if (answer.status() < 300) {
            device.session(world.session(answer));
        }
    }

    TestClient.Answer call(String actor, String text, Supplier<TestClient.Answer> call,
            Function<TestClient.Answer, @Nullable Trace> trace) {
        return history.call(thread + actor, text + " at " + "AB".charAt(backend), call, trace);
    }

    /** What the call that began then left beside its own trace. */
    void left(String actor, long began, Trace trace) {
        history.left(thread + actor, began, trace);
    }

    /** What happened and was no call. */
    void note(String text) {
        history.note(thread, text);
    }
}
