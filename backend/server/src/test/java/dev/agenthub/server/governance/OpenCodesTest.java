package dev.agenthub.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Me;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.SignatureAlgorithm;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests what becomes of codes that were made before invitations required approval. */
class OpenCodesTest {
    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();

    private TestMember govern() {
        TestMember bea = org.approver("Bea", "approvers");
        admin.post("/v1/governance", new SetGovernanceRequest(0, GovernanceTest.ALL)).as(PolicyVersion.class);
        return bea;
    }

    @Test
    void endsInvitationsThatNobodyElseApproved() {
        Invitation before = admin.post("/v1/members/invitations",
                new InviteRequest("Early", List.of(Role.APPROVER), List.of())).as(Invitation.class);
        govern();

        TestClient.Answer redeemed = new TestClient(backend.uri(), null).post("/v1/enrolments", EnrolRequest
                .of(before.code(), "Early", SignatureAlgorithm.ED25519, Ed25519Keys.publicKey(new byte[32])));

        assertThat(redeemed.code()).isEqualTo("INVITATION_INVALID");
    }

    @Test
    void leavesInvitationsValidWhereThePolicyDoesNotCoverThem() {
        Invitation before = admin.post("/v1/members/invitations",
                new InviteRequest("Early", List.of(Role.APPROVER), List.of())).as(Invitation.class);
        admin.post("/v1/governance", new SetGovernanceRequest(0,
                "{\"v\":\"agenthub/governance/v1\",\"rules\":[]}")).as(PolicyVersion.class);

        assertThat(TestMember.enrol(backend.uri(), before.code(), "Early").client().get("/v1/me").status())
                .isEqualTo(200);
    }

    /** They make nobody a member. */
    @Test
    void leavesCodesForFurtherDevicesOfMembersValid() {
        Invitation device = admin.post("/v1/me/devices/invitations", Map.of()).as(Invitation.class);
        govern();

        Me enrolled = TestMember.enrol(backend.uri(), device.code(), "Owner").client().get("/v1/me").as(Me.class);

        assertThat(enrolled.member()).isEqualTo(org.owner().id());
    }

    @Test
    void leavesApprovedInvitationsValidWhenTheNextPolicyComesIntoForce() {
        TestMember bea = govern();
        UUID invited = proposed(admin.post("/v1/members/invitations",
                new InviteRequest("Dora", List.of(Role.APPROVER), List.of())));
        bea.approve(invited).as(RequestDetail.class);
        Invitation approved = Objects.requireNonNull(admin.post("/v1/requests/" + invited + "/collection", Map.of())
                .as(CollectedSecret.class).invitation());

        UUID next = proposed(admin.post("/v1/governance",
                new SetGovernanceRequest(1, GovernanceTest.ALL.replace("P2D", "P3D"))));
        bea.approve(next).as(RequestDetail.class);
        org.awaitState(org.owner(), next, RequestState.EXECUTED);

        Me enrolled = TestMember.enrol(backend.uri(), approved.code(), "Dora").client().get("/v1/me").as(Me.class);
        assertThat(enrolled.name()).isEqualTo("Dora");
    }

    private static UUID proposed(TestClient.Answer answer) {
        return answer.as(ProposedChange.class).request();
    }
}
