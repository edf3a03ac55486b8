package dev.agenthub.server.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests versions of a policy over HTTP: reading, checking, simulating, publishing, and the effect on open requests. */
class PolicyAdminTest {

    private static final String ONE = "{\"rules\":[" + rule(1) + "]}";
    private static final String TWO = "{\"rules\":[" + rule(2) + "]}";

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static String rule(int count) {
        return "{\"outcome\":\"require\",\"required\":[{\"count\":" + count
                + ",\"group\":\"approvers\"}],\"expiresIn\":\"PT1H\"}";
    }

    private String path(String more) {
        return "/v1/policies/" + org.policy().current().id() + more;
    }

    @Test
    void publishesTheNextVersionAndKeepsTheOld() {
        PolicySummary before = org.policy();
        assertThat(before.agents()).isEqualTo(1);

        PublishedPolicy published = org.publish(" " + TWO).as(PublishedPolicy.class);

        assertThat(published.version().version()).isEqualTo(2);
        assertThat(org.policy().current()).isEqualTo(published.version());
        assertThat(org.policy().publishedBy()).isEqualTo(org.owner().id());
        String versions = owner.get(path("/versions")).body();
        assertThat(versions).contains(published.version().digest()).contains(before.current().digest());
        assertThat(owner.get(path("/versions?limit=1")).body()).contains("\"next\":\"2\"");
        assertThat(owner.get(path("/versions?cursor=2")).body()).contains(before.current().digest())
                .doesNotContain(published.version().digest());
        AuditEvent event = org.events().getLast();
        assertThat(event.type()).isEqualTo("policy.published");
        assertThat(Hash.sha256(event.data().object("document").canonicalBytes()).hex())
                .isEqualTo(published.version().digest());
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void publishesOverTheVersionThatTheDocumentWasMadeFromOnly() {
        org.publish(TWO).as(PublishedPolicy.class);

        assertThat(owner.post(path("/versions"), new PublishPolicyRequest(1, ONE)).code())
                .isEqualTo("POLICY_CONFLICT");
        assertThat(owner.post(path("/versions"), new PublishPolicyRequest(7, ONE)).code())
                .isEqualTo("POLICY_CONFLICT");
        int events = org.events().size();
        assertThat(owner.post(path("/versions"), new PublishPolicyRequest(1, TWO)).as(PublishedPolicy.class).version())
                .isEqualTo(org.policy().current());
        assertThat(org.events()).as("the same again changes nothing").hasSize(events);
    }

    @Test
    void publishesOnceWhenTwoAdminsPublishAtTheSameTime() throws Exception {
        String path = path("/versions");
        List<Callable<TestClient.Answer>> both = IntStream
                .rangeClosed(1, 4).<Callable<TestClient.Answer>>mapToObj(count -> () -> owner.post(path,
                        new PublishPolicyRequest(1, "{\"rules\":[" + rule(count) + "]}")))
                .toList();
        List<TestClient.Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            answers = threads.invokeAll(both).stream().map(Future::resultNow).toList();
        }

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() != 201)
                .allSatisfy(answer -> assertThat(answer.code()).isEqualTo("POLICY_CONFLICT"));
    }

    @Test
    void refusesADocumentThatCannotBeUnderstoodAndSaysWhere() {
        TestClient.Answer answer = org.publish("{\"rules\":[{\"outcome\":\"allow\",\"unless\":1}]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("POLICY_INVALID");
        assertThat(answer.body()).contains("/rules/0/unless");
        assertThat(org.publish("{").code()).isEqualTo("POLICY_INVALID");
        assertThat(org.publish("{\"rules\":[],\"override\":{\"group\":\"nobody\"}}").body())
                .contains("There is no approval group nobody.");
        assertThat(org.policy().current().version()).isEqualTo(1);
    }

    @Test
    void checksADraftWithoutPublishingIt() {
        PolicyCheck good = owner.post("/v1/policies/check", new PolicyDraft(TWO, 0)).as(PolicyCheck.class);
        assertThat(good.valid()).isTrue();
        PolicyCheck bad = owner.post("/v1/policies/check", new PolicyDraft("{\"rules\":[{}]}", 0))
                .as(PolicyCheck.class);
        assertThat(bad.pointer()).isEqualTo("/rules/0");
        assertThat(bad.message()).contains("outcome");
        assertThat(org.policy().current().version()).isEqualTo(1);
    }

    @Test
    void letsOnlyAdminsPublishCheckAndSimulate() {
        TestMember approver = org.approver("Bea", "approvers");
        PolicyVersion current = org.policy().current();
        TestMember stranger = new TestOrganization().owner();

        assertThat(approver.client().post(path("/versions"), new PublishPolicyRequest(1, TWO)).code())
                .isEqualTo("FORBIDDEN");
        assertThat(approver.client().post("/v1/policies/check", new PolicyDraft(TWO, 0)).code()).isEqualTo("FORBIDDEN");
        assertThat(approver.client().post(path("/simulations"), new PolicyDraft(TWO, 5)).code())
                .isEqualTo("FORBIDDEN");
        assertThat(stranger.client().post(path("/versions"), new PublishPolicyRequest(1, TWO)).code())
                .isEqualTo("NOT_FOUND");
        assertThat(stranger.client().get(path("/versions")).code()).isEqualTo("NOT_FOUND");
        assertThat(stranger.client().post(path("/simulations"), new PolicyDraft(TWO, 5)).code())
                .isEqualTo("NOT_FOUND");
        assertThat(org.policy().current()).isEqualTo(current);
    }

    @Test
    void servesTheSchemaOfDocuments() {
        assertThat(owner.get("/v1/policies/schema").body()).contains("urn:agenthub:policy:v1");
    }

    @Test
    void cancelsWhatWaitsWhereTheNewVersionAsksMore() {
        UUID ticket = org.submit("tickets.create");
        UUID refund = org.submit("refunds.create");

        PublishedPolicy published = org.publish(TWO).as(PublishedPolicy.class);

        assertThat(published.cancelled()).isEqualTo(1);
        assertThat(org.status(ticket).state()).isEqualTo(RequestState.CANCELLED);
        assertThat(org.status(ticket).refusal()).isEqualTo("POLICY_CHANGED");
        assertThat(org.eventsAbout(ticket)).containsExactly("approval.requested", "approval.cancelled");
        assertThat(org.status(refund).state()).isEqualTo(RequestState.PENDING);
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void leavesWhatWaitsUnderItsOwnPolicyWhereTheNewVersionAsksLess() {
        TestMember bea = org.approver("Bea", "approvers");
        TestMember cem = org.approver("Cem", "approvers");
        UUID refund = org.submit("refunds.create");
        bea.approve(refund).as(RequestDetail.class);

        assertThat(org.publish(ONE).as(PublishedPolicy.class).cancelled()).isZero();

        assertThat(org.status(refund).state()).isEqualTo(RequestState.PENDING);
        cem.approve(refund).as(RequestDetail.class);
        await().untilAsserted(() -> assertThat(org.status(refund).state()).isEqualTo(RequestState.EXECUTED));
        assertThat(Auditor.replay(org).findings()).isEmpty();
    }

    @Test
    void refusesARunWhosePolicyAsksMoreSinceTheVote() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID ticket = org.submit("tickets.create");
        UUID agentsPolicy = org.policy().current().id();
        try (var _ = TestBackend.get().holdRuns()) {
            bea.approve(ticket).as(RequestDetail.class);
            // As a process that dies between the publication and asking again leaves it.
            org.update("""
                    insert into policy_version (org_id, policy_id, version, document, digest)
                    select :org, :id, 2, convert_to(d.text, 'UTF8'), sha256(convert_to(d.text, 'UTF8'))
                      from (values ('{"rules":[{"outcome":"deny"}]}')) d (text)
                    """, agentsPolicy);
            org.update("update policy set current_version = 2 where org_id = :org and id = :id", agentsPolicy);
        }

        await().untilAsserted(() -> assertThat(org.status(ticket).refusal()).isEqualTo("POLICY_CHANGED"));
    }

    @Test
    void decidesByTheValuesOfThePayload() {
        org.publish("""
                {"rules":[{"name":"small","when":[{"at":"/arguments/amount","atMost":"100.00"}],"outcome":"allow"},
                          {"name":"large","when":[{"at":"/arguments/amount","over":"100.00"}],"outcome":"require",
                           "required":[{"count":2,"group":"approvers"},{"count":1,"group":"finance"}]}]}
                """).as(PublishedPolicy.class);
        UUID small = org.submit("refunds.create", Map.of("amount", "100.00"));
        UUID large = org.submit("refunds.create", Map.of("amount", "100.01"));
        UUID strange = org.submit("refunds.create", Map.of("amount", "all of it"));

        assertThat(org.status(small).state()).isNotEqualTo(RequestState.PENDING);
        RequestDetail asked = org.owner().detail(large);
        assertThat(asked.summary().approvalsNeeded()).isEqualTo(3);
        assertThat(asked.terms()).satisfies(terms -> assertThat(terms.rules()).containsExactly("large"));
        RequestDetail shown = org.owner().detail(strange);
        assertThat(shown.summary().approvalsNeeded()).isEqualTo(3);
        assertThat(shown.terms()).satisfies(terms -> assertThat(terms.notes()).hasSize(2)
                .allSatisfy(note -> assertThat(note).contains("/arguments/amount is no number")));
        assertThat(org.events()).filteredOn(event -> event.subject().id().equals(strange.toString())).first()
                .satisfies(event -> {
                    assertThat(event.data().array("unevaluated").items()).hasSize(2);
                    assertThat(event.data().array("rules").items()).hasSize(2);
                    assertThat(event.data().object("terms").members()).containsOnlyKeys("escalation", "excluded",
                            "holdSeconds", "override", "reason", "stepUp");
                });
    }

    @Test
    void saysWhatADraftWouldHaveDecidedBesideWhatWasDecided() {
        UUID ticket = org.submit("tickets.create");
        UUID refund = org.submit("refunds.create", Map.of("amount", "480.00"));
        org.agent().post("/v1/requests", TestOrganization.action("accounts.delete", "k"));
        org.agent().post("/v1/requests", TestOrganization.action("accounts.delete", "another"));
        String draft = """
                {"rules":[{"when":[{"at":"/arguments/amount","over":"100"}],"outcome":"deny"},
                          {"match":{"tool":"tickets.*"},"outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"PT1H"},
                          {"match":{"tool":"accounts.*"},"outcome":"allow"}]}
                """;
        int events = org.events().size();

        PolicySimulation simulation = owner.post(path("/simulations"), new PolicyDraft(draft, 200))
                .as(PolicySimulation.class);

        assertThat(simulation).extracting(PolicySimulation::asked, PolicySimulation::allowed, PolicySimulation::denied,
                PolicySimulation::changed).containsExactly(1, 2, 1, 3);
        assertThat(simulation.requests()).extracting(SimulatedRequest::tool).containsExactly("accounts.delete",
                "accounts.delete",
                "refunds.create", "tickets.create");
        assertThat(simulation.requests()).filteredOn(request -> request.request().equals(ticket)).singleElement()
                .satisfies(request -> assertThat(request.changes()).isFalse());
        assertThat(simulation.requests()).filteredOn(request -> request.request().equals(refund)).singleElement()
                .satisfies(request -> {
                    assertThat(request.decided().outcome()).isEqualTo("require");
                    assertThat(request.drafted().outcome()).isEqualTo("deny");
                });
        assertThat(org.events()).hasSize(events);
        assertThat(org.status(refund).state()).isEqualTo(RequestState.PENDING);
        assertThat(owner.post(path("/simulations"), new PolicyDraft("{\"rules\":1}", 5)).code())
                .isEqualTo("POLICY_INVALID");
    }
}
