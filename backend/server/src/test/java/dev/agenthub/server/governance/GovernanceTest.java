package dev.agenthub.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests changes of an organization's rules where its governance policy requires approval. */
class GovernanceTest {

    static final String ALL = """
            {"v":"agenthub/governance/v1","rules":[{"name":"the rules themselves",
             "match":{"kind":["governance.set","policy.publish","member.change","group.change","invitation.create",
                              "agent.install","agent.update","agent.key_issue","connection.authorize","connection.scopes",
                              "budget.change","reservation.settle"]},
             "outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"P2D"}]}
            """;
    private static final String ALLOW_ALL = "{\"rules\":[{\"outcome\":\"allow\"}]}";

    private final TestOrganization org = new TestOrganization();
    private final TestMember other = org.approver("Bea", "approvers");
    private final TestClient admin = org.owner().client();

    /** Whatever was done as it should be done, a stranger finds nothing in the log. */
    @AfterEach
    void replays() {
        assertThat(Auditor.replay(org, true).findings())
                .filteredOn(finding -> !finding.code().equals("UNPINNED")).isEmpty();
    }

    private void approved(ProposedChange change, String... events) {
        other.approve(change.request()).as(RequestDetail.class);
        awaitState(change, RequestState.EXECUTED);
        assertThat(typesBehind(change)).startsWith(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
                EventType.CHANGE_APPLIED).endsWith(events);
    }

    private PolicyVersion govern(String document) {
        return admin.post("/v1/governance", new SetGovernanceRequest(0, document)).as(PolicyVersion.class);
    }

    private static ProposedChange proposed(TestClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.as(ProposedChange.class);
    }

    private RequestState state(ProposedChange change) {
        return org.owner().detail(change.request()).summary().state();
    }

    private void awaitState(ProposedChange change, RequestState state) {
        await().untilAsserted(() -> assertThat(state(change)).isEqualTo(state));
    }

    private List<String> typesBehind(ProposedChange change) {
        JsonString id = new JsonString(change.request().toString());
        return org.events().stream().filter(event -> id.equals(event.data().get("request")))
                .map(AuditEvent::type).toList();
    }

    @Test
    void makesAChangeAtOnceWhereNoRuleAsksOthers() {
        assertThat(admin.get("/v1/governance").as(GovernancePolicy.class)).isEqualTo(GovernancePolicy.NONE);

        assertThat(admin.post("/v1/groups", new Named("legal")).status()).isEqualTo(201);
    }

    @Test
    void letsNothingOfALoneAdministratorThrough() {
        govern(ALL);
        int events = org.events().size();
        String manifest = "{\"manifest\":{},\"digest\":\"" + "0".repeat(64) + "\"}";

        List<ProposedChange> proposals = List.of(
                proposed(admin.post("/v1/members/invitations",
                        new InviteRequest("Second", List.of(Role.APPROVER), List.of("approvers")))),
                proposed(admin.post("/v1/members/invitations",
                        new InviteRequest("Third", List.of(Role.APPROVER), List.of("approvers")))),
                proposed(admin.post("/v1/groups", new Named("mine"))),
                proposed(admin.post("/v1/members/" + org.owner().id(), new MemberChange(
                        List.of(Role.APPROVER, Role.ADMIN, Role.OWNER), List.of("approvers", "finance"), true))),
                proposed(org.publish(ALLOW_ALL)),
                proposed(admin.post("/v1/policies", Map.of("name", "Mine", "document", ALLOW_ALL))),
                proposed(admin.post("/v1/agents/" + org.agentId() + "/keys", Map.of())),
                proposed(admin.post("/v1/connections", new NewConnection("Customer care", "Mine",
                        "https://mine.example.com/", null, null, null, "key-of-mine-alone"))),
                proposed(admin.put("/v1/budgets", budget("1000"))),
                proposed(admin.post("/v1/governance",
                        new SetGovernanceRequest(1, "{\"v\":\"agenthub/governance/v1\",\"rules\":[]}"))));

        assertThat(admin.get("/v1/budgets").body()).doesNotContain("EUR");
        assertThat(admin.postRaw("/v1/agents", manifest).code()).isEqualTo("MANIFEST_INVALID");
        for (ProposedChange proposal : proposals) {
            assertThat(org.owner().approve(proposal.request()).code()).isEqualTo("SELF_APPROVAL");
            assertThat(admin.post("/v1/requests/" + proposal.request() + "/collection", Map.of()).code())
                    .isEqualTo("REQUEST_NOT_PENDING");
            assertThat(typesBehind(proposal)).containsExactly(EventType.APPROVAL_REQUESTED);
        }
        assertThat(org.events()).hasSize(events + proposals.size());
        assertThat(org.policy().current().version()).isEqualTo(1);
        assertThat(admin.get("/v1/governance").as(GovernancePolicy.class).version()).isEqualTo(1);
    }

    @Test
    void appliesExactlyWhatAnotherMemberApprovedOnceAndTheLogShowsIt() {
        govern(ALL);
        ProposedChange change = proposed(org.publish(ALLOW_ALL));
        JsonObject payload = (JsonObject) JsonValue.parse(other.fetch(change.request()).bytes());
        assertThat(payload.string("kind")).isEqualTo("policy.publish");
        assertThat(payload.string("proposer")).isEqualTo(org.owner().id().toString());
        assertThat(payload.object("after").object("document")).isEqualTo(JsonValue.parse(ALLOW_ALL.getBytes(
                StandardCharsets.UTF_8)));

        other.approve(change.request()).as(RequestDetail.class);

        awaitState(change, RequestState.EXECUTED);
        assertThat(org.policy().current().version()).isEqualTo(2);
        assertThat(typesBehind(change)).containsExactly(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
                EventType.CHANGE_APPLIED, EventType.POLICY_PUBLISHED);
        TestBackend.get().runWaiting();
        assertThat(org.policy().current().version()).isEqualTo(2);
        assertThat(Auditor.replay(org, true).payloads()).as("the approved change's").isEqualTo(1);
    }

    @Test
    void asksWhatIsOpenAgainWhenAnApprovedPolicyIsInForce() {
        govern(ALL);
        UUID open = org.submit("tickets.create");
        ProposedChange change = proposed(org.publish("{\"rules\":[{\"outcome\":\"deny\"}]}"));

        other.approve(change.request()).as(RequestDetail.class);

        org.awaitState(open, RequestState.CANCELLED);
        assertThat(org.status(open).refusal()).isEqualTo("POLICY_CHANGED");
    }

    @Test
    void changesARoleOnlyAfterAnotherMemberApproved() {
        govern(ALL);
        TestClient.Answer asked = admin.post("/v1/members/" + other.id(),
                new MemberChange(List.of(Role.APPROVER), List.of("approvers", "finance"), true));
        ProposedChange change = proposed(asked);
        assertThat(proposed(admin.post("/v1/members/" + other.id(),
                new MemberChange(List.of(Role.APPROVER), List.of("approvers", "finance"), true))).request())
                .as("the same again").isEqualTo(change.request());

        other.approve(change.request()).as(RequestDetail.class);

        awaitState(change, RequestState.EXECUTED);
        assertThat(typesBehind(change)).endsWith(EventType.CHANGE_APPLIED, EventType.MEMBER_CHANGED);
    }

    @Test
    void refusesAChangeOfWhatHasChangedMeanwhile() {
        govern(ALL);
        ProposedChange first = proposed(org.publish(ALLOW_ALL));
        ProposedChange second = proposed(org.publish("{\"rules\":[{\"outcome\":\"deny\"}]}"));
        other.approve(first.request()).as(RequestDetail.class);
        awaitState(first, RequestState.EXECUTED);

        other.approve(second.request()).as(RequestDetail.class);

        awaitState(second, RequestState.REFUSED);
        RequestDetail detail = org.owner().detail(second.request());
        assertThat(detail.refusal()).isEqualTo("CHANGE_CONFLICT");
        assertThat(typesBehind(second)).endsWith(EventType.RUN_REFUSED);
        assertThat(org.policy().current().version()).isEqualTo(2);
    }

    @Test
    void refusesTheChangeOfAProposerWhoHasLostTheRightToMakeIt() {
        Invitation invitation = admin.post("/v1/members/invitations",
                new InviteRequest("Cleo", List.of(Role.ADMIN), List.of())).as(Invitation.class);
        TestMember cleo = TestMember.enrol(TestBackend.get().uri(), invitation.code(), "Cleo");
        govern(ALL);
        ProposedChange change = proposed(cleo.client().post("/v1/groups", new Named("legal")));
        ProposedChange removal = proposed(
                admin.post("/v1/members/" + cleo.id(), new MemberChange(List.of(), List.of(), false)));
        other.approve(removal.request()).as(RequestDetail.class);
        awaitState(removal, RequestState.EXECUTED);

        other.approve(change.request()).as(RequestDetail.class);

        awaitState(change, RequestState.REFUSED);
        assertThat(org.owner().detail(change.request()).refusal()).isEqualTo("FORBIDDEN");
    }

    @Test
    void handsOutTheSecretOfAnApprovedChangeToItsProposerAloneAndOnce() {
        govern(ALL);
        ProposedChange change = proposed(admin.post("/v1/members/invitations",
                new InviteRequest("Dora", List.of(Role.APPROVER), List.of("finance"))));
        String collection = "/v1/requests/" + change.request() + "/collection";
        other.approve(change.request()).as(RequestDetail.class);
        assertThat(other.client().post(collection, Map.of()).code()).isEqualTo("NOT_FOUND");

        Invitation invitation = Objects
                .requireNonNull(admin.post(collection, Map.of()).as(CollectedSecret.class).invitation());

        assertThat(admin.post(collection, Map.of()).code()).isEqualTo("REQUEST_NOT_PENDING");
        TestMember.enrol(TestBackend.get().uri(), invitation.code(), "Dora");
        assertThat(typesBehind(change)).containsExactly(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
                EventType.CHANGE_APPLIED, "member.invited", EventType.MEMBER_CHANGED);
    }

    @Test
    void endsAnApprovedChangeThatItsProposerDoesNotCollectInTime() {
        govern(ALL);
        ProposedChange change = proposed(admin.post("/v1/agents/" + org.agentId() + "/keys", Map.of()));
        other.approve(change.request()).as(RequestDetail.class);
        assertThat(state(change)).isEqualTo(RequestState.APPROVED);

        TestBackend.get().clock().advance(Duration.ofDays(2));
        try {
            TestClient later = other.signedInAt(TestBackend.get().uri());
            assertThat(later.get("/v1/requests/" + change.request()).as(RequestDetail.class).summary().state())
                    .isEqualTo(RequestState.EXPIRED);
            assertThat(typesBehind(change)).endsWith(EventType.APPROVAL_EXPIRED);
        } finally {
            TestBackend.get().clock().reset();
        }
    }

    @Test
    void endsItInTheSweepBeforeAListToo() {
        govern(ALL);
        ProposedChange change = proposed(admin.post("/v1/agents/" + org.agentId() + "/keys", Map.of()));
        other.approve(change.request()).as(RequestDetail.class);

        TestBackend.get().clock().advance(Duration.ofDays(2));
        try {
            other.signedInAt(TestBackend.get().uri()).get("/v1/requests");

            assertThat(typesBehind(change)).endsWith(EventType.APPROVAL_EXPIRED);
        } finally {
            TestBackend.get().clock().reset();
        }
    }

    @Test
    void countsNoChangeTowardsTheLimitsOfActions() {
        assertThat(org.publish("""
                {"rules":[{"when":[{"count":{"per":"workspace","within":"PT1H"},"over":1}],"outcome":"deny"}]}
                """).status()).isEqualTo(201);
        govern(ALL);
        AgentDetail agent = admin.get("/v1/agents/" + org.agentId()).as(AgentDetail.class);
        admin.post("/v1/agents/" + agent.agent() + "/disable", Map.of());
        proposed(admin.post("/v1/agents/" + agent.agent() + "/enable", Map.of()));
        org.update("update agent set enabled = true where org_id = :org and id = :id", agent.agent());

        TestClient.Answer submitted = new TestClient(TestBackend.get().uri(), org.furtherKey())
                .post("/v1/requests", TestOrganization.action("tickets.create", "one"));

        assertThat(submitted.as(RequestStatus.class).state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void makesAGroupAndANewPolicyAfterAnotherMemberApproved() {
        govern(ALL);
        approved(proposed(admin.post("/v1/groups", new Named("legal"))), "group.created");
        approved(proposed(admin.post("/v1/policies", Map.of("name", "Mine", "document", ALLOW_ALL))),
                EventType.POLICY_PUBLISHED);

        assertThat(admin.get("/v1/groups").body()).contains("legal");
        assertThat(admin.get("/v1/policies").body()).contains("Mine");
    }

    private static String manifest(String name, String risk) {
        return """
                {"v":"agenthub/manifest/v1","name":"%s","workspace":"Customer care","policy":"Customer care",
                 "tools":[{"name":"tickets.create","title":"Ticket for {customer}","risk":"%s","connector":"Provider","scopes":[],
                           "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
                           "call":{"http":{"method":"POST","path":"/tickets","body":{"customer":{"$arg":"/customer"}}}}}]}
                """
                .formatted(name, risk);
    }

    private ProposedChange proposedManifest(String path, String manifest, String replaces) {
        String digest = admin
                .postRaw(path.equals("/v1/agents") ? path + "/previews" : path.replace("manifest", "previews"),
                        "{\"manifest\":" + manifest + "}")
                .as(AgentPreview.class).digest();
        return proposed(admin.postRaw(path,
                "{\"manifest\":" + manifest + ",\"digest\":\"" + digest + "\"" + replaces + "}"));
    }

    @Test
    void installsUpdatesAndHandsOutKeysOfAnAgentAfterAnotherMemberApproved() {
        govern(ALL);
        ProposedChange install = proposedManifest("/v1/agents", manifest("New agent", "low"), "");
        other.approve(install.request()).as(RequestDetail.class);
        UUID agent = Objects.requireNonNull(collect(install).agentKey()).agent();
        assertThat(typesBehind(install)).endsWith(EventType.CHANGE_APPLIED, EventType.AGENT_INSTALLED,
                EventType.AGENT_KEY_ISSUED);

        AgentDetail installed = admin.get("/v1/agents/" + agent).as(AgentDetail.class);
        approved(proposedManifest("/v1/agents/" + agent + "/manifest", manifest("New agent", "high"),
                ",\"replaces\":\"" + installed.installed().digest() + "\""), EventType.AGENT_UPDATED);
        assertThat(admin.post("/v1/agents/" + agent + "/disable", Map.of()).status()).isEqualTo(200);
        approved(proposed(admin.post("/v1/agents/" + agent + "/enable", Map.of())), EventType.AGENT_UPDATED);
        ProposedChange key = proposed(admin.post("/v1/agents/" + agent + "/keys", Map.of()));
        other.approve(key.request()).as(RequestDetail.class);
        assertThat(collect(key).agentKey()).isNotNull();
        assertThat(typesBehind(key)).endsWith(EventType.CHANGE_APPLIED, EventType.AGENT_KEY_ISSUED);
    }

    private CollectedSecret collect(ProposedChange change) {
        return admin.post("/v1/requests/" + change.request() + "/collection", Map.of()).as(CollectedSecret.class);
    }

    @Test
    void changesNothingWhereTheSameSettingIsRepeatedAndRefusesAnother() {
        PolicyVersion set = govern(ALL);

        assertThat(govern(ALL)).isEqualTo(set);

        assertThat(admin.post("/v1/governance", new SetGovernanceRequest(0, ALL.replace("themselves", "all"))).code())
                .isEqualTo("POLICY_CONFLICT");
        assertThat(proposed(admin.post("/v1/governance", new SetGovernanceRequest(1, ALL))).request()).isNotNull();
        assertThat(org.events()).filteredOn(event -> event.type().equals(EventType.GOVERNANCE_SET)).hasSize(1);
    }

    private static NewBudget budget(String cap) {
        return new NewBudget("Customer care", null, BudgetPeriod.DAY, "EUR", cap);
    }

    @Test
    void setsAndRemovesABudgetAsOthersApproved() {
        govern(ALL);
        approved(proposed(admin.put("/v1/budgets", budget("10"))), EventType.BILLING_BUDGET_CHANGED);
        Budget set = admin.put("/v1/budgets", budget("10.00")).as(Budget.class);
        assertThat(set.cap()).isEqualTo("10.00");

        approved(proposed(admin.put("/v1/budgets", budget("20"))), EventType.BILLING_BUDGET_CHANGED);
        ProposedChange late = proposed(admin.put("/v1/budgets", budget("30")));
        approved(proposed(admin.delete("/v1/budgets/" + set.budget())), EventType.BILLING_BUDGET_CHANGED);

        // Made from a cap that is there no more.
        other.approve(late.request()).as(RequestDetail.class);
        awaitState(late, RequestState.REFUSED);
        assertThat(admin.get("/v1/budgets").body()).doesNotContain("EUR");
    }

    @Test
    void turnsGovernanceOffOnlyAsItAsks() {
        govern(ALL);
        ProposedChange off = proposed(admin.post("/v1/governance",
                new SetGovernanceRequest(1, "{\"v\":\"agenthub/governance/v1\",\"rules\":[]}")));
        other.approve(off.request()).as(RequestDetail.class);
        awaitState(off, RequestState.EXECUTED);

        assertThat(admin.post("/v1/groups", new Named("legal")).status()).isEqualTo(201);
    }
}
