package dev.agenthub.server.interleavings;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.api.Workspace;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TwoBackends;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** The organization on two backends in which the actions happen, and what its members and agents know. Thread-safe. */
final class World {

    private static final Map<String, String> RISKS = Map.of("messages.send", "low", "notes.keep", "low");

    final TwoBackends backends;
    final UUID org;
    final UUID policy;
    /** How many entries the log has before anything happens. */
    final long begin;
    private final IntConsumer runner;
    final List<MemberActor> people = new ArrayList<>();
    final List<MemberActor> administrators;
    final List<AgentActor> agents;
    final List<AcceptedRequest> requests = new CopyOnWriteArrayList<>();
    final List<Delegate.Made> delegations = new CopyOnWriteArrayList<>();
    /** Those whose end was acknowledged. */
    final List<Delegate.Made> endedDelegations = new CopyOnWriteArrayList<>();
    final List<Decisions.Signed> sent = new CopyOnWriteArrayList<>();

    /** As people would set an organization up, each step at once. */
    World(TwoBackends backends, TestPolicy governance, IntConsumer runner) {
        this.backends = backends;
        this.runner = runner;
        TestMember owner = TestMember.enrol(backends.uri(0), backends.organization(), "Ada", backends.clock());
        this.org = owner.org();
        MemberActor ada = add(owner, "Ada", List.of("approvers", "finance"));
        TestClient admin = owner.client();
        MemberActor bo = invite(admin, "Bo", List.of(Role.ADMIN, Role.APPROVER), "approvers");
        this.administrators = List.of(ada, bo);
        MemberActor cem = invite(admin, "Cem", List.of(Role.APPROVER), "approvers");
        invite(admin, "Dov", List.of(Role.APPROVER), "approvers");
        invite(admin, "Eva", List.of(Role.APPROVER), "approvers", "finance");
        invite(admin, "Fay", List.of(Role.APPROVER), "finance");
        invite(admin, "Gus", List.of(Role.APPROVER), "approvers");
        invite(admin, "Hal", List.of(Role.APPROVER), "approvers", "finance");
        UUID workspace = admin.post("/v1/workspaces", new Named("Customer care")).as(Workspace.class).workspace();
        backends.connect(org, workspace);
        this.policy = admin.post("/v1/policies", new NewPolicyRequest("Customer care", TestPolicy.DEFAULT.document()))
                .as(PublishedPolicy.class).version().id();
        this.agents = List.of(install(admin, "Support", ada),
                // Its owner is not whoever was shown its key.
                install(bo.devices().getFirst().session(), "Billing", cem));
        if (!governance.equals(TestPolicy.FREE)) {
            var _ = admin.post("/v1/governance", new SetGovernanceRequest(0, governance.document()))
                    .as(Object.class);
        }
        this.begin = admin.get("/v1/audit").as(AuditLogInfo.class).size();
    }

    private MemberActor invite(TestClient admin, String name, List<Role> roles, String... groups) {
        Invitation invitation = admin
                .post("/v1/members/invitations", new InviteRequest(name, roles, List.of(groups))).as(Invitation.class);
        return add(TestMember.enrol(backends.uri(1), invitation.code(), name, backends.clock()), name,
                List.of(groups));
    }

    private MemberActor add(TestMember member, String name, List<String> groups) {
        MemberActor person = new MemberActor(name, member.id(), groups);
        person.add(member);
        people.add(person);
        return person;
    }

    private AgentActor install(TestClient admin, String name, MemberActor owner) {
        String manifest = "{\"v\":\"agenthub/manifest/v1\",\"name\":\"" + name
                + "\",\"workspace\":\"Customer care\",\"policy\":\"Customer care\",\"owner\":\"" + owner.id()
                + "\",\"tools\":["
                + String.join(",", TestPolicy.DEFAULT.demands().keySet().stream().map(World::tool).toList()) + "]}";
        String digest = admin.postRaw("/v1/agents/previews", "{\"manifest\":" + manifest + "}").as(AgentPreview.class)
                .digest();
        NewAgentKey key = admin.postRaw("/v1/agents", "{\"manifest\":" + manifest + ",\"digest\":\"" + digest + "\"}")
                .as(NewAgentKey.class);
        AgentActor agent = new AgentActor(name, key.agent());
        agent.add(key.key(), key.secret());
        return agent;
    }

    private static String tool(String name) {
        return """
                {"name":"%s","title":"Things for {status}","risk":"%s","connector":"Provider","scopes":[],
                 "schema":{"type":"object","required":["status","note"],"additionalProperties":false,
                           "properties":{"status":{"type":"string"},"note":{"type":"string"}}},
                 "call":{"http":{"method":"POST","path":"/{status}/things","body":{"note":{"$arg":"/note"}}%s}}}
                """.formatted(name, RISKS.getOrDefault(name, "high"),
                name.equals(TestPolicy.WITH_FILES) ? ",\"attachments\":{\"as\":\"multipart\",\"field\":\"file\"}" : "");
    }

    /** Those who were in the group finance at the beginning, or those who were not. */
    List<MemberActor> inFinance(boolean in) {
        return people.stream().filter(person -> person.groups().contains("finance") == in).toList();
    }

    /** Lets a backend run what waits, and waits for that where runs are in turn. */
    void runWaiting(int backend) {
        runner.accept(backend);
    }

    /** The first administrator, who reads the log. */
    TestClient auditor(int backend) {
        for (Device device : administrators.getFirst().devices()) {
            TestClient.Answer answer = device.member.trySignIn(backends.uri(backend));
            if (answer.status() < 300) {
                return session(answer).at(backends.uri(backend));
            }
        }
        throw new AssertionError("No owner is left who can sign in");
    }

    /** What a request is called where people read what happened. */
    String named(UUID request) {
        return requests.stream().filter(asked -> asked.id().equals(request)).map(AcceptedRequest::toString).findFirst()
                .orElse(request.toString());
    }

    TestClient session(TestClient.Answer signedIn) {
        return new TestClient(backends.uri(0), signedIn.as(SignedIn.class).token());
    }

    ProposedChange proposed(TestClient.Answer answer) {
        return answer.as(ProposedChange.class);
    }

    void addProposal(TestClient.Answer answer, String text, MemberActor proposer) {
        var _ = add(number -> new AcceptedRequest(number, proposed(answer).request(), text, "", null,
                AcceptedRequest.NO_KEY, proposer,
                List.of()));
    }

    /** Once for every request, whoever hears of it first. */
    synchronized AcceptedRequest add(IntFunction<AcceptedRequest> numbered) {
        AcceptedRequest asked = numbered.apply(requests.size() + 1);
        if (requests.stream().noneMatch(there -> there.id().equals(asked.id()))) {
            requests.add(asked);
        }
        return asked;
    }
}
