package dev.agenthub.server.sandbox;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * An agent and the members of one organization. Each call goes to one of the backends, and to another where it gets no answer. Thread-safe.
 *
 * @param backends the addresses of the running backends
 * @param members all may approve; the first is the owner
 */
record ConcurrentClients(SharedSample.Organization organization, Supplier<List<URI>> backends, List<TestMember> members,
        ClientAnswers told) {

    private static final int RECENT = 12;
    private static final int ATTEMPTS = 200;
    /** What the sample policy asks nobody for. */
    private static final String ALLOWED = "messages.send";
    private static final List<String> TOOLS = List.of(ALLOWED, "tickets.create", "tickets.create",
            "refunds.create", "refunds.create");
    private static final Set<String> REFUSALS = Set.of("REQUEST_NOT_PENDING", "ALREADY_DECIDED",
            "DECISION_NOT_ALLOWED");
    private static final JsonMapper MAPPER = new JsonMapper();

    /** An owner and the members whom they invite, that many. */
    static ConcurrentClients of(SharedSample.Organization organization, Supplier<List<URI>> backends, int size) {
        List<URI> alive = backends.get();
        TestMember owner = TestMember.enrol(alive.getFirst(), organization.ownerCode(), "Ada Lind", Clock.systemUTC());
        List<TestMember> members = new ArrayList<>(List.of(owner));
        for (int number = 2; number <= size; number++) {
            String name = "Member " + number;
            String code = owner.client().post("/v1/members/invitations",
                    new InviteRequest(name, List.of(Role.APPROVER), List.of("approvers"))).as(Invitation.class).code();
            members.add(TestMember.enrol(alive.getLast(), code, name, Clock.systemUTC()));
        }
        return new ConcurrentClients(organization, backends, List.copyOf(members), new ClientAnswers());
    }

    /** One client after the other: a third of them are the agent's, the others are the members'. */
    void actUntil(AtomicBoolean over, int client, Random random) {
        while (!over.get()) {
            if (client % 3 == 0) {
                actAsAgent(random);
            } else {
                actAsMember(members.get(client % members.size()), random);
            }
        }
    }

    private TestClient agent(URI backend) {
        return new TestClient(backend, organization.agentKey().text());
    }

    /** The owner. */
    TestClient auditor() {
        return members.getFirst().client();
    }

    /** Makes a call until it is answered; a client whose connection breaks does not know whether it did anything. */
    private TestClient.Answer call(Random random, Function<URI, TestClient.Answer> call) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<URI> alive = backends.get();
            try {
                TestClient.Answer answer = call.apply(alive.get(random.nextInt(alive.size())));
                if (answer.status() >= 500) {
                    throw new AssertionError("A backend failed: " + answer);
                }
                told.answers.incrementAndGet();
                return answer;
            } catch (UncheckedIOException _) {
                told.lost.incrementAndGet();
            }
        }
        throw new AssertionError("No backend answers");
    }

    /** What an agent does next: most often something new. */
    private void actAsAgent(Random random) {
        ClientAnswers.Submitted before = recent(random, Integer.MAX_VALUE, _ -> true);
        int what = random.nextInt(20);
        if (before == null || what < 13) {
            submit(random, Long.toHexString(random.nextLong()), TOOLS.get(random.nextInt(TOOLS.size())));
        } else if (what < 16) {
            submit(random, before.key(), before.tool());
        } else if (what < 19) {
            told.seen(call(random, uri -> agent(uri).get("/v1/requests/" + before.request() + "/status"))
                    .as(RequestStatus.class));
        } else {
            UUID request = Objects.requireNonNull(recent(random, RECENT, _ -> true)).request();
            TestClient.Answer answer = call(random,
                    uri -> agent(uri).post("/v1/requests/" + request + "/cancel", Map.of()));
            if (answer.status() < 300) {
                told.cancelled.add(request);
            } else {
                requireRefusal(answer);
            }
        }
    }

    private void submit(Random random, String key, String tool) {
        SubmitRequest action = new SubmitRequest(tool, switch (tool) {
            case ALLOWED -> Map.of("to", "mara@example.com", "subject", "Parcel " + key, "text", "Tomorrow.");
            case "tickets.create" -> Map.of("customer", "cus_1", "priority", "low", "subject", "Zip " + key,
                    "description", "Torn.");
            default -> Map.of("amount", "1.00", "currency", "EUR", "customer", "cus_1", "order", "NW-" + key);
        }, key, null);
        TestClient.Answer answer = call(random, uri -> agent(uri).post("/v1/requests", action));
        told.submitted(key, tool, answer.as(RequestStatus.class));
    }

    /** As the agent is told. */
    RequestStatus status(URI backend, UUID request) {
        return agent(backend).get("/v1/requests/" + request + "/status").as(RequestStatus.class);
    }

    /** Fetches a recent request, signs a decision on it and sends that, now and then twice. */
    private void actAsMember(TestMember member, Random random) {
        ClientAnswers.Submitted asked = recent(random, RECENT, one -> !one.tool().equals(ALLOWED));
        if (asked == null) {
            return;
        }
        String path = "/v1/requests/" + asked.request();
        int what = random.nextInt(20);
        Decision decision = what == 0 ? Decision.DENY : what < 4 ? Decision.WITHDRAW : Decision.APPROVE;
        TestClient.Answer fetched = call(random, uri -> member.client().at(uri).get(path + "/payload"));
        byte[] statement = member.statement(asked.request(),
                MAPPER.readTree(fetched.body()).at("/policy/digest").asString(), decision,
                Objects.requireNonNull(fetched.challenge()), TestMember.hash(fetched.bytes()), "").canonicalBytes();
        SignedStatement signed = SignedStatement.of(statement,
                member.sign(DecisionStatement.preAuthenticationEncoding(statement)));
        int times = random.nextInt(10) == 0 ? 2 : 1;
        for (int time = 0; time < times; time++) {
            TestClient.Answer answer = call(random, uri -> member.client().at(uri).post(path + "/decisions", signed));
            told.decided(new String(statement, StandardCharsets.UTF_8), answer.status() < 300);
            if (answer.status() >= 300) {
                requireRefusal(answer);
                return;
            }
        }
    }

    private static void requireRefusal(TestClient.Answer answer) {
        if (!REFUSALS.contains(answer.code())) {
            throw new AssertionError("Refused for no good reason: " + answer);
        }
    }

    private ClientAnswers.@Nullable Submitted recent(Random random, int among,
            Predicate<ClientAnswers.Submitted> which) {
        List<ClientAnswers.Submitted> all = told.submitted.stream().filter(which).toList();
        return all.isEmpty() ? null : all.get(all.size() - 1 - random.nextInt(Math.min(all.size(), among)));
    }
}
