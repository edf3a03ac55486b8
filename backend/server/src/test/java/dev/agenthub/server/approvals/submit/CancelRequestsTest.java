package dev.agenthub.server.approvals.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.CancelRequest;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests cancelled and denied requests, and what their agent is told. */
class CancelRequestsTest {

    private static final String GOVERNANCE = """
            {"v":"agenthub/governance/v1","rules":[{"outcome":"require","required":[{"count":1,"group":"approvers"}],
             "match":{"kind":["governance.set","member.change","invitation.create","group.change"]}}]}
            """;

    private final TestOrganization org = new TestOrganization();
    private final TestMember approver = org.approver("Bea", "approvers");

    private static TestClient.Answer cancel(TestMember member, UUID request, String reason) {
        return member.client().post("/v1/requests/" + request + "/cancellation", new CancelRequest(reason));
    }

    @Test
    void tellsTheAgentWhyItWasDenied() {
        UUID request = org.submit("tickets.create");
        DecisionStatement plain = approver.statement(request, Decision.DENY);
        DecisionStatement reasoned = new DecisionStatement(plain.challenge(), plain.decidedAt(), plain.decision(),
                plain.display(), plain.key(), plain.member(), plain.org(), plain.payloadHash(), plain.policyDigest(),
                "The customer has left", plain.request());
        approver.decide(request, reasoned.canonicalBytes()).as(RequestDetail.class);

        RequestStatus status = org.status(request);

        assertThat(status.state()).isEqualTo(RequestState.DENIED);
        assertThat(status.reason()).isEqualTo("The customer has left");
    }

    @Test
    void saysNothingWhereNoReasonWasGiven() {
        UUID request = org.submit("tickets.create");
        approver.deny(request).as(RequestDetail.class);

        assertThat(org.status(request).reason()).isNull();
    }

    @Test
    void letsTheAgentsOwnerTakeItsRequestBackAndTellsTheAgentWhy() {
        UUID request = org.submit("tickets.create");
        assertThat(org.owner().detail(request).cancellable()).isTrue();

        RequestDetail cancelled = cancel(org.owner(), request, "Asked by mistake").as(RequestDetail.class);

        assertThat(cancelled.summary().state()).isEqualTo(RequestState.CANCELLED);
        assertThat(cancelled.cancellable()).isFalse();
        assertThat(org.status(request).reason()).isEqualTo("Asked by mistake");
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.cancelled");
        assertThat(approver.approve(request).code()).isEqualTo("REQUEST_NOT_PENDING");
    }

    @Test
    void letsNobodyElseTakeItBack() {
        UUID request = org.submit("tickets.create");

        assertThat(approver.detail(request).cancellable()).isFalse();
        assertThat(cancel(approver, request, "I would rather not").code()).isEqualTo("FORBIDDEN");
        assertThat(cancel(org.owner(), UUID.randomUUID(), "x").code()).isEqualTo("NOT_FOUND");
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void refusesToTakeBackWhatHasRun() {
        UUID request = org.submit("messages.send");
        org.awaitState(request, RequestState.EXECUTED);

        assertThat(cancel(org.owner(), request, "Too late").code()).isEqualTo("REQUEST_NOT_PENDING");
    }

    @Test
    void letsAProposerTakeTheirProposalBack() {
        org.owner().client().post("/v1/governance", new SetGovernanceRequest(0, GOVERNANCE));
        UUID request = org.owner().client().post("/v1/groups", Map.of("name", "legal")).as(ProposedChange.class)
                .request();

        cancel(org.owner(), request, "Not needed any more").as(RequestDetail.class);

        assertThat(approver.approve(request).code()).isEqualTo("REQUEST_NOT_PENDING");
        assertThat(org.owner().client().get("/v1/groups").body()).doesNotContain("legal");
    }
}
