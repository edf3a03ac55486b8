package dev.agenthub.server.governance;

import static dev.agenthub.server.governance.GovernanceTest.ALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests which governance policies an organization may have. */
class GovernanceDocumentTest {
    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();

    @Test
    void refusesAPolicyThatNobodyElseCouldMeet() {
        String two = ALL.replace("\"count\":1", "\"count\":2");
        assertThat(admin.post("/v1/governance", new SetGovernanceRequest(0, two)).code())
                .isEqualTo("GOVERNANCE_UNREACHABLE");
    }

    /** The proposer never counts, and neither does who is excluded. */
    @Test
    void refusesAPolicyThatOnlyItsProposerOrAnExcludedMemberCouldMeet() {
        assertThat(admin.post("/v1/governance", new SetGovernanceRequest(0, ALL)).code())
                .isEqualTo("GOVERNANCE_UNREACHABLE");

        TestMember bea = org.approver("Bea", "approvers");
        String without = ALL.replace("\"expiresIn\"",
                "\"mayNotVote\":{\"members\":[\"" + bea.id() + "\"]},\"expiresIn\"");
        assertThat(admin.post("/v1/governance", new SetGovernanceRequest(0, without)).code())
                .isEqualTo("GOVERNANCE_UNREACHABLE");

        admin.post("/v1/governance", new SetGovernanceRequest(0, ALL)).as(PolicyVersion.class);
    }

    /** A misspelled group would exclude nobody, and stay unnoticed. */
    @Test
    void refusesAPolicyThatExcludesAGroupWhichDoesNotExist() {
        org.approver("Bea", "approvers");
        TestClient.Answer refused = admin.post("/v1/governance", new SetGovernanceRequest(0,
                ALL.replace("\"expiresIn\"", "\"mayNotVote\":{\"groups\":[\"finanse\"]},\"expiresIn\"")));

        assertThat(refused.code()).isEqualTo("POLICY_INVALID");
        assertThat(refused.body()).contains("finanse");
    }

    @Test
    void refusesAnApprovedPolicyOfAProposerWhoMayNotSetOneAnyMore() {
        TestMember bea = org.approver("Bea", "approvers");
        Invitation invitation = admin.post("/v1/members/invitations",
                new InviteRequest("Cleo", List.of(Role.ADMIN), List.of())).as(Invitation.class);
        TestMember cleo = TestMember.enrol(TestBackend.get().uri(), invitation.code(), "Cleo");
        admin.post("/v1/governance", new SetGovernanceRequest(0, ALL)).as(PolicyVersion.class);
        ProposedChange policy = cleo.client().post("/v1/governance",
                new SetGovernanceRequest(1, "{\"v\":\"agenthub/governance/v1\",\"rules\":[]}"))
                .as(ProposedChange.class);
        ProposedChange demotion = admin.post("/v1/members/" + cleo.id(),
                new MemberChange(List.of(Role.APPROVER), List.of("approvers"), true)).as(ProposedChange.class);
        bea.approve(demotion.request()).as(RequestDetail.class);
        awaitState(demotion, RequestState.EXECUTED);

        bea.approve(policy.request()).as(RequestDetail.class);

        awaitState(policy, RequestState.REFUSED);
        assertThat(org.owner().detail(policy.request()).refusal()).isEqualTo("FORBIDDEN");
        assertThat(admin.get("/v1/governance").as(GovernancePolicy.class).version()).isEqualTo(1);
    }

    private void awaitState(ProposedChange change, RequestState state) {
        await().untilAsserted(
                () -> assertThat(org.owner().detail(change.request()).summary().state()).isEqualTo(state));
    }

    @Test
    void refusesAPolicyWithAWayAroundItself() {
        for (String kind : List.of("\"governance.set\",", "\"member.change\",", "\"invitation.create\",",
                "\"agent.install\",", "\"connection.authorize\",")) {
            assertThat(admin.post("/v1/governance", new SetGovernanceRequest(0, ALL.replace(kind, ""))).code())
                    .as(kind).isEqualTo("POLICY_INVALID");
        }
    }

    @Test
    void keepsTheGovernancePolicyApartFromThoseOfAgents() {
        org.approver("Bea", "approvers");
        UUID governance = admin.post("/v1/governance", new SetGovernanceRequest(0, ALL)).as(PolicyVersion.class).id();

        assertThat(admin.get("/v1/policies").body()).doesNotContain(governance.toString());
        assertThat(admin.get("/v1/policies/" + governance + "/versions").code()).isEqualTo("NOT_FOUND");
        assertThat(admin.post("/v1/policies/" + governance + "/versions",
                new PublishPolicyRequest(1, "{\"rules\":[{\"outcome\":\"allow\"}]}")).code()).isEqualTo("NOT_FOUND");
    }
}
