package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the sample organization's governance policy lets no administrator alone make the quorum that they need. */
class LoneAdministratorTest {
    private static final String ALLOW_ALL = "{\"rules\":[{\"outcome\":\"allow\"}]}";
    private static final List<Role> ROLES = List.of(Role.APPROVER, Role.ADMIN);

    private final TestOrganization org = new TestOrganization();
    private final TestMember alone = TestMember.enrol(TestBackend.get().uri(), org.owner().client()
            .post("/v1/members/invitations", new InviteRequest("Mal", ROLES, List.of("approvers")))
            .as(Invitation.class).code(), "Mal");
    private final TestClient admin = alone.client();

    @BeforeEach
    void govern() {
        String document = new String(SampleContent.governance().canonicalBytes(), StandardCharsets.UTF_8);
        org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, document)).as(PolicyVersion.class);
    }

    private void assertNeedsAnother(TestClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        UUID request = answer.as(ProposedChange.class).request();
        assertThat(alone.approve(request).code()).isEqualTo("SELF_APPROVAL");
        assertThat(admin.post("/v1/requests/" + request + "/collection", Map.of()).code())
                .isEqualTo("REQUEST_NOT_PENDING");
    }

    private void assertMayNotApprove(NewAgentKey kept) {
        UUID request = new TestClient(TestBackend.get().uri(), kept.secret())
                .post("/v1/requests", TestOrganization.action("tickets.create", "one")).as(RequestStatus.class)
                .request();
        assertThat(alone.approve(request).code()).isEqualTo("SELF_APPROVAL");
        assertThat(admin.delete("/v1/agents/" + kept.agent() + "/keys/" + kept.key()).status()).isEqualTo(204);
        assertThat(alone.approve(request).code()).isEqualTo("SELF_APPROVAL");
        assertThat(org.owner().detail(request).summary().state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void makesNoFurtherMembersRolesPoliciesOrGovernance() {
        for (String name : List.of("Second", "Third")) {
            assertNeedsAnother(admin.post("/v1/members/invitations",
                    new InviteRequest(name, List.of(Role.APPROVER), List.of("approvers"))));
        }
        assertThat(admin.post("/v1/groups", new Named("mine")).status()).isEqualTo(201);
        assertNeedsAnother(admin.post("/v1/members/" + alone.id(),
                new MemberChange(ROLES, List.of("approvers", "mine"), true)));
        assertNeedsAnother(admin.post("/v1/policies/" + org.policy().current().id() + "/versions",
                Map.of("expectedVersion", 1, "document", ALLOW_ALL)));
        assertNeedsAnother(admin.post("/v1/policies", Map.of("name", "Mine", "document", ALLOW_ALL)));
        assertNeedsAnother(admin.post("/v1/governance",
                new SetGovernanceRequest(1, "{\"v\":\"agenthub/governance/v1\",\"rules\":[]}")));

        assertThat(org.policy().current().version()).isEqualTo(1);
        assertThat(admin.get("/v1/governance").as(GovernancePolicy.class).version()).isEqualTo(1);
    }

    @Test
    void approvesNothingOfAnAgentWhoseKeyTheyKept() {
        assertMayNotApprove(admin.post("/v1/agents/" + org.agentId() + "/keys", Map.of()).as(NewAgentKey.class));
        assertMayNotApprove(org.install(admin, "Kept"));
    }
}
