package dev.agenthub.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.Workspace;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestClient.Answer;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.idempotency.RememberedAnswers.Effected;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests calls that are repeated with their idempotency key, over HTTP. */
class RememberedAnswersTest {
    private static final String INVITATIONS = "/v1/members/invitations";
    private static final InviteRequest BEA = new InviteRequest("Bea", List.of(Role.APPROVER), List.of("approvers"));
    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"match":{"kind":["group.change","governance.set","member.change",
             "invitation.create"]},"outcome":"require","required":[{"count":1,"group":"approvers"}]}]}
            """;

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    @AfterEach
    void resetTheClock() {
        TestBackend.get().clock().reset();
    }

    private long events(String type) {
        return org.events().stream().filter(event -> event.type().equals(type)).count();
    }

    @Test
    void answersTheSameCallWithItsFirstAnswerAndDoesNothing() {
        Answer first = owner.postOnce("\"k 1\"", "/v1/workspaces", new Named("Treasury"));
        assertThat(first.status()).isEqualTo(201);
        int events = org.events().size();

        assertThat(owner.postOnce("\"k 1\"", "/v1/workspaces", new Named("Treasury"))).isEqualTo(first);
        assertThat(org.events()).hasSize(events);
        assertThat(owner.post("/v1/workspaces", new Named("Treasury")).code()).as("without a key")
                .isEqualTo("NAME_TAKEN");
    }

    @Test
    void answersAllOfManyAtOnceWithTheOneAnswer() throws Exception {
        List<Callable<Answer>> many = Collections.nCopies(12,
                () -> owner.postOnce("at-once", "/v1/workspaces", new Named("Treasury")));
        List<Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(many).stream().map(Future::resultNow).toList();
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(events("workspace.created")).isEqualTo(1);
    }

    @Test
    void takesOneKeyForOneCall() {
        owner.postOnce("k", "/v1/groups", new Named("legal")).as(Named.class);

        assertThat(owner.postOnce("k", "/v1/groups", new Named("board")).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(owner.postOnce("k", "/v1/workspaces", new Named("legal")).code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(owner.postOnce("k", "/v1/groups", Map.of("name", "legal")).status()).as("the same, spelled again")
                .isEqualTo(201);
    }

    @Test
    void refusesAKeyThatIsNone() {
        for (String key : List.of("k".repeat(201), "\"", "a b")) {
            assertThat(owner.postOnce(key, "/v1/groups", new Named("legal")).code()).isEqualTo("REQUEST_MALFORMED");
        }
        assertThat(owner.get("/v1/groups").body()).doesNotContain("legal");
    }

    @Test
    void doesNotRememberWhatWasRefused() {
        owner.post("/v1/workspaces", new Named("Treasury")).as(Workspace.class);
        assertThat(owner.postOnce("k", "/v1/workspaces", new Named("Treasury")).code()).isEqualTo("NAME_TAKEN");

        assertThat(owner.postOnce("k", "/v1/workspaces", new Named("Board")).status()).isEqualTo(201);
    }

    @Test
    void keepsKeysApartByCallerAndOrganization() {
        TestMember second = org.approver("Abe", "approvers");
        owner.post("/v1/members/" + second.id(),
                new MemberChange(List.of(Role.ADMIN, Role.APPROVER), List.of("approvers"), true));
        TestClient stranger = new TestOrganization().owner().client();

        for (TestClient client : List.of(owner, second.client(), stranger)) {
            client.postOnce("k", "/v1/workspaces", new Named("Of " + client.hashCode())).as(Workspace.class);
        }
    }

    @Test
    void keepsNoSecretAndSaysWhatWasMade() {
        NewAgentKey key = owner.postOnce("k1", "/v1/agents/" + org.agentId() + "/keys", Map.of()).as(NewAgentKey.class);
        Invitation invitation = owner.postOnce("k2", INVITATIONS, BEA).as(Invitation.class);
        owner.postOnce("k3", "/v1/me/devices/invitations", Map.of()).as(Invitation.class);

        Answer repeated = owner.postOnce("k1", "/v1/agents/" + org.agentId() + "/keys", Map.of());
        assertThat(repeated.code()).isEqualTo("ANSWER_SHOWN_ONCE");
        assertThat(repeated.body()).contains(key.key().toString(), org.agentId().toString())
                .doesNotContain(key.secret());
        assertThat(owner.postOnce("k2", INVITATIONS, BEA).code()).isEqualTo("ANSWER_SHOWN_ONCE");
        assertThat(owner.postOnce("k3", "/v1/me/devices/invitations", Map.of()).code())
                .isEqualTo("ANSWER_SHOWN_ONCE");
        assertThat(owner.postOnce("k2", INVITATIONS, new InviteRequest("Eve", List.of(), List.of())).code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(events(EventType.MEMBER_INVITED)).isEqualTo(1);
        assertThat(stored()).hasSize(3).allSatisfy(row -> assertThat(row).doesNotContain(key.secret(),
                invitation.code()));
    }

    private List<String> stored() {
        return TestBackend.get().database().transactions().call(OrgContext.system(org.org()), handle -> handle
                .createQuery("""
                        select a::text from remembered_answer a
                         where org_id = :org
                        """)
                .bind("org", org.org()).mapTo(String.class).list());
    }

    @Test
    void proposesOnce() {
        org.approver("Abe", "approvers");
        owner.post("/v1/governance",
                new SetGovernanceRequest(0,
                        GOVERNANCE))
                .as(PolicyVersion.class);
        Answer first = owner.postOnce("k", "/v1/groups", new Named("legal"));

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(owner.postOnce("k", "/v1/groups", new Named("legal"))).isEqualTo(first);
        assertThat(owner.postOnce("k", INVITATIONS, BEA).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(owner.postOnce("k2", INVITATIONS, BEA).as(ProposedChange.class).request())
                .isEqualTo(owner.postOnce("k2", INVITATIONS, BEA).as(ProposedChange.class).request());
        assertThat(events(EventType.APPROVAL_REQUESTED)).isEqualTo(2);
    }

    @Test
    void remembersWhatCameOfItAfterTheCommitToo() {
        org.submit("tickets.create");
        String path = "/v1/policies/" + org.policy().current().id() + "/versions";
        Map<String, Object> body = Map.of("expectedVersion", 1, "document", "{\"rules\":[{\"outcome\":\"deny\"}]}");

        PublishedPolicy first = owner.postOnce("k", path, body).as(PublishedPolicy.class);

        assertThat(first.cancelled()).isEqualTo(1);
        assertThat(owner.postOnce("k", path, body).as(PublishedPolicy.class)).isEqualTo(first);
    }

    @Test
    void forgetsAfterADay() {
        owner.postOnce("k", "/v1/groups", new Named("legal")).as(Named.class);
        owner.postOnce("old", "/v1/groups", new Named("board")).as(Named.class);
        TestBackend.get().clock().advance(RememberedAnswers.KEPT.plus(Duration.ofSeconds(1)));
        TestClient later = org.owner().signedInAt(TestBackend.get().uri());

        assertThat(later.postOnce("k", "/v1/groups", new Named("audit")).status()).isEqualTo(201);
        assertThat(stored()).hasSize(2);
        TestBackend.get().remembered().sweep(org.org());
        assertThat(stored()).singleElement().asString().contains("audit");
    }

    @Test
    void leavesNothingOfACallThatFailsHalfway() throws Exception {
        MemberCaller caller = TestBackend.get().authentication()
                .member(owner.request("/").build().header("Authorization"));
        IdempotencyKey key = new IdempotencyKey("k");
        Hash request = Hash.sha256();
        assertThatThrownBy(() -> TestBackend.get().remembered().once(caller, caller.writing(), key, request, () -> {
            insertGroup(caller, "half");
            throw new IllegalStateException("the process ends here");
        })).hasMessage("the process ends here");
        assertThat(owner.get("/v1/groups").body()).doesNotContain("half");
        assertThat(stored()).isEmpty();

        Reply reply = new Reply(201, null, "1", null);
        assertThat(TestBackend.get().remembered().once(caller, caller.writing(), key, request, () -> {
            insertGroup(caller, "whole");
            return new Effected(reply, () -> reply);
        })).isEqualTo(reply);
        assertThat(owner.get("/v1/groups").body()).contains("whole");
    }

    private static void insertGroup(MemberCaller caller, String name) {
        TestBackend.get().database().transactions().run(caller.context(),
                handle -> handle.execute("insert into approval_group (org_id, name) values (?, ?)", caller.org(),
                        name));
    }

    @Test
    void isOneWithTheKeyThatASubmissionNames() {
        Map<String, Object> action = Map.of("tool", "tickets.create", "arguments", Map.of("customer", "cus_9fK"));
        RequestStatus first = org.agent().postOnce("s-1", "/v1/requests", action).as(RequestStatus.class);

        assertThat(org.agent().postOnce("\"s-1\"", "/v1/requests", action).as(RequestStatus.class)).isEqualTo(first);
        assertThat(org.agent().post("/v1/requests", with(action, "s-1")).as(RequestStatus.class)).isEqualTo(first);
        assertThat(org.agent().postOnce("s-1", "/v1/requests", with(action, "s-1")).as(RequestStatus.class))
                .isEqualTo(first);
        assertThat(org.agent().postOnce("s-2", "/v1/requests", with(action, "s-1")).code())
                .isEqualTo("REQUEST_MALFORMED");
        assertThat(org.agent().post("/v1/requests", action).code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(org.agent().postOnce("s-1", "/v1/requests", TestOrganization.action("refunds.create", "s-1"))
                .code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(org.agent().postOnce("k".repeat(201), "/v1/requests", action).code())
                .isEqualTo("REQUEST_MALFORMED");
    }

    private static Map<String, Object> with(Map<String, Object> action, String key) {
        return Map.of("tool", action.get("tool"), "arguments", action.get("arguments"), "idempotencyKey", key);
    }
}
