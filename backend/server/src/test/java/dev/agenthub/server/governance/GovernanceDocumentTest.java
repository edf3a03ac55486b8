package dev.agenthub.server.governance;

import static dev.agenthub.server.governance.GovernanceTest.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.SetGovernanceRequest;
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
