package dev.agenthub.server.approvals.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.agents.AgentAdministration;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.Membership.Access;
import dev.agenthub.server.identity.StoredMember;
import dev.agenthub.server.policies.Policies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** Tests that changes concurrent with a claim are either before its run in the log, or wait until after it. */
class ClaimRacesTest {

    private final TestBackend backend = TestBackend.get();
    private final TestOrganization org = new TestOrganization();
    private final TestMember bea = org.approver("Bea", "approvers");
    private final UUID request = org.submit("tickets.create");

    @Test
    void refusesWhatAnAgentAskedThatIsDisabledMeanwhile() throws Exception {
        Claim claim = claimWhile(handle -> handle.createUpdate("""
                update agent set enabled = false where org_id = :org and id = :id
                """).bind("org", org.org()).bind("id", org.agentId()).execute());

        assertThat(claim).isEqualTo(new Claim.Refused("AGENT_DISABLED"));
    }

    @Test
    void countsNoApprovalOfAMemberWhoIsShownAKeyMeanwhile() throws Exception {
        StoredMember asAdministrator = new StoredMember(bea.id(), "Bea", true, List.of(Role.ADMIN), List.of());

        Claim claim = claimWhile(handle -> AgentAdministration.issueKey(handle, org.org(),
                new Author(asAdministrator, null), org.agentId()));

        assertThat(claim).isEqualTo(new Claim.Refused("RUN_QUORUM_NOT_MET"));
    }

    @Test
    void asksThePolicyThatIsPublishedMeanwhile() throws Exception {
        PolicyVersion current = org.policy().current();
        JsonObject stricter = (JsonObject) JsonValue.parse("""
                {"rules":[{"outcome":"require","required":[{"count":2,"group":"approvers"}]}]}
                """.getBytes(StandardCharsets.UTF_8));

        Claim claim = claimWhile(handle -> Policies.publishNext(handle, org.org(), current.id(), current.version(),
                stricter, AuditLog.system(), org.owner().id()));

        assertThat(claim).isEqualTo(new Claim.Refused("POLICY_CHANGED"));
    }

    @Test
    void countsNoApprovalOfAMemberWhoLeavesTheGroupMeanwhile() throws Exception {
        Claim claim = claimWhile(handle -> change(handle, new Access(List.of(Role.APPROVER), List.of(), true, null)));

        assertThat(claim).isEqualTo(new Claim.Refused("RUN_QUORUM_NOT_MET"));
    }

    @Test
    void countsNoApprovalOfAMemberWhoIsNoApproverAnyMoreMeanwhile() throws Exception {
        Claim claim = claimWhile(
                handle -> change(handle, new Access(List.of(Role.AUDITOR), List.of("approvers"), true, null)));

        assertThat(claim).isEqualTo(new Claim.Refused("RUN_QUORUM_NOT_MET"));
    }

    @Test
    void countsNoApprovalOfAMemberWhoIsRemovedMeanwhile() throws Exception {
        Claim claim = claimWhile(
                handle -> change(handle, new Access(List.of(Role.APPROVER), List.of("approvers"), false, null)));

        assertThat(claim).isEqualTo(new Claim.Refused("RUN_QUORUM_NOT_MET"));
    }

    @Test
    void countsNoApprovalWhoseKeyIsRevokedMeanwhile() throws Exception {
        Claim claim = claimWhile(handle -> handle.createUpdate("""
                update member_key set revoked_at = now() where org_id = :org and member_id = :id
                """).bind("org", org.org()).bind("id", bea.id()).execute());

        assertThat(claim).isEqualTo(new Claim.Refused("KEY_REVOKED"));
    }

    /** As an administrator does it. */
    private void change(Handle handle, Access access) {
        StoredMember administrator = new StoredMember(org.owner().id(), "Ada", true, List.of(Role.OWNER), List.of());
        new Membership(backend.database().transactions(), backend.audit(), backend.clock())
                .change(handle, org.org(), new Author(administrator, null), bea.id(), access);
    }

    private Claim claimWhile(Consumer<Handle> change) throws Exception {
        try (var _ = backend.holdRuns()) {
            bea.approve(request).as(RequestDetail.class);
            return ClaimRace.claimWhile(org, request, change);
        }
    }
}
