package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests that members who were shown an agent's key cannot approve its requests. */
class KeyHolderTest {

    private final TestOrganization org = new TestOrganization();
    private final TestMember holder = administrator("Kim");
    private final String keys = "/v1/agents/" + org.agentId() + "/keys";

    private TestMember administrator(String name) {
        Invitation invitation = org.owner().client().post("/v1/members/invitations",
                new InviteRequest(name, List.of(Role.APPROVER, Role.ADMIN), List.of("approvers")))
                .as(Invitation.class);
        return TestMember.enrol(TestBackend.get().uri(), invitation.code(), name);
    }

    private NewAgentKey showKey() {
        return holder.client().post(keys, Map.of()).as(NewAgentKey.class);
    }

    @Test
    void rejectsAnApprovalByWhoeverWasShownAKeyOfTheAgent() {
        showKey();
        UUID request = org.submit("tickets.create");

        assertThat(holder.approve(request).code()).isEqualTo("SELF_APPROVAL");
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void rejectsItEvenIfTheKeyWasRevokedAfterTheRequest() {
        NewAgentKey shown = showKey();
        UUID request = org.submit("tickets.create");
        assertThat(holder.client().delete(keys + "/" + shown.key()).status()).isEqualTo(204);

        assertThat(holder.approve(request).code()).isEqualTo("SELF_APPROVAL");
    }

    @Test
    void letsThemApproveWhatWasAskedAfterTheKeyWasRevoked() {
        NewAgentKey shown = showKey();
        assertThat(holder.client().delete(keys + "/" + shown.key()).status()).isEqualTo(204);
        UUID request = org.submit("tickets.create");

        holder.approve(request).as(RequestDetail.class);

        org.awaitState(request, RequestState.EXECUTED);
    }

    @Test
    void rejectsAnApprovalByWhoeverInstalledTheAgentForSomebodyElseAndKeptItsKey() {
        NewAgentKey kept = org.install(holder.client(), "Kept");
        UUID request = new TestClient(TestBackend.get().uri(), kept.secret())
                .post("/v1/requests", TestOrganization.action("tickets.create", "one")).as(RequestStatus.class)
                .request();

        assertThat(holder.approve(request).code()).isEqualTo("SELF_APPROVAL");
        assertThat(org.owner().approve(request).code()).isEqualTo("SELF_APPROVAL");
    }

    @Test
    void countsNoApprovalOfOneWhoIsShownAKeyAfterwards() {
        UUID request = org.submit("refunds.create");
        holder.approve(request).as(RequestDetail.class);
        showKey();
        TestMember other = org.approver("Lea", "approvers");

        RequestDetail detail = other.approve(request).as(RequestDetail.class);

        assertThat(detail.summary().state()).isEqualTo(RequestState.PENDING);
        assertThat(detail.summary().approvals()).isEqualTo(1);
        assertThat(org.metInDatabase(request)).isFalse();
    }
}
