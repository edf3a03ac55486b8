package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.CancelRequest;
import dev.agenthub.api.Delegation;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Named;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.http.openapi.DeclaredRolesTest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests that a member who is only an auditor, in any group, changes nothing but their own sessions and keys.
 * {@link DeclaredRolesTest} covers the operations that declare roles; here are those without, each on something that exists.
 */
class PureAuditorTest {

    /** Of their own devices and sessions. */
    private static final Set<String> OWN = Set.of("delete /v1/sessions/current", "delete /v1/me/sessions/{id}",
            "post /v1/me/devices/invitations");
    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}],
             "match":{"kind":["governance.set","member.change","invitation.create","group.change"]}}]}
            """;

    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final TestMember cem = org.approver("Cem", "approvers");
    private final TestMember auditor = auditor();

    private TestMember auditor() {
        Invitation invitation = org.owner().client()
                .post("/v1/members/invitations",
                        new InviteRequest("Aud", List.of(Role.AUDITOR), List.of("approvers", "finance")))
                .as(Invitation.class);
        return TestMember.enrol(TestBackend.get().uri(), invitation.code(), "Aud");
    }

    private static Set<String> operationsThatNameNoRole() {
        Set<String> all = new TreeSet<>();
        new JsonMapper().readTree(new TestClient(TestBackend.get().uri(), null).get("/v1/openapi.json").body())
                .get("paths").properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    boolean changes = !operation.getKey().equals("get");
                    if (changes && operation.getValue().at("/security/0/member").isArray()
                            && operation.getValue().at("/security/0/member").isEmpty()) {
                        all.add(operation.getKey() + " " + path.getKey());
                    }
                }));
        return all;
    }

    private Delegation delegation() {
        Instant now = TestBackend.get().clock().instant().truncatedTo(ChronoUnit.MICROS);
        byte[] said = new DelegationStatement(cem.id(), Ids.next(), now.plus(Duration.ofDays(1)), bea.key(), bea.id(),
                org.org(), "On holiday", now, now).canonicalBytes();
        return bea.client().post("/v1/delegations",
                SignedStatement.of(said, bea.sign(DelegationStatement.preAuthenticationEncoding(said))))
                .as(Delegation.class);
    }

    @Test
    void changesNothingThatIsNotTheirOwn() {
        var pending = org.submit("refunds.create");
        var voted = org.submit("refunds.create");
        bea.approve(voted).as(RequestDetail.class);
        Delegation delegation = delegation();
        org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE)).as(PolicyVersion.class);
        var proposal = org.owner().client().post("/v1/groups", new Named("legal")).as(ProposedChange.class).request();
        bea.client().post("/v1/me/devices/invitations", Map.of()).as(Invitation.class);
        String code = org.events().getLast().subject().id();
        int events = org.events().size();
        TestClient client = auditor.client();

        Map<String, List<TestClient.Answer>> tried = new LinkedHashMap<>();
        tried.put("post /v1/requests/{id}/cancellation", List.of(
                client.post("/v1/requests/" + pending + "/cancellation", new CancelRequest("No")),
                client.post("/v1/requests/" + proposal + "/cancellation", new CancelRequest("No"))));
        tried.put("post /v1/requests/{id}/decisions", List.of(auditor.approve(pending), auditor.deny(pending),
                auditor.withdraw(voted), auditor.decideAfterSigningInAgain(pending,
                        auditor.statement(pending, Decision.OVERRIDE, "Because")),
                auditor.approve(proposal), auditor.deny(proposal)));
        tried.put("post /v1/requests/{id}/collection",
                List.of(client.post("/v1/requests/" + proposal + "/collection", Map.of())));
        tried.put("delete /v1/delegations/{id}", List.of(client.delete("/v1/delegations/" + delegation.id())));
        tried.put("delete /v1/members/invitations/{id}", List.of(client.delete("/v1/members/invitations/" + code)));
        tried.put("post /v1/members/{id}/keys/{key}/revocation", List.of(
                client.post("/v1/members/" + bea.id() + "/keys/" + bea.key() + "/revocation",
                        new KeyRevocation("Mine"))));

        Set<String> named = new TreeSet<>(tried.keySet());
        named.addAll(OWN);
        assertThat(operationsThatNameNoRole()).isEqualTo(named);
        tried.forEach((operation, answers) -> assertThat(answers).as(operation)
                .allSatisfy(answer -> assertThat(answer.code()).isIn("FORBIDDEN", "NOT_ELIGIBLE", "NOT_FOUND")));
        assertThat(org.events()).hasSize(events);
    }
}
