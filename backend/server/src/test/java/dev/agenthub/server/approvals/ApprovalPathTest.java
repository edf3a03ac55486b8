package dev.agenthub.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests the way of a request from submission to the finished run, over HTTP. */
class ApprovalPathTest {

    private final TestOrganization org = new TestOrganization();

    @Test
    void runsAnAllowedActionAtOnce() {
        UUID request = org.submit("messages.send");

        await().untilAsserted(() -> assertThat(org.status(request).state()).isEqualTo(RequestState.EXECUTED));
        assertThat(org.status(request).outcome()).isEqualTo(RunOutcome.EXECUTED);
        assertThat(org.status(request).responseStatus()).isEqualTo(200);
        assertThat(org.eventsAbout(request)).first().isEqualTo("approval.requested");
    }

    @Test
    void runsAnActionAfterOneApproval() {
        TestMember approver = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");
        assertThat(org.status(request).state()).isEqualTo(RequestState.PENDING);

        RequestDetail detail = approver.approve(request).as(RequestDetail.class);

        assertThat(detail.votes()).singleElement()
                .satisfies(vote -> assertThat(vote.member()).isEqualTo(approver.id()));
        assertThat(detail.summary().approvals()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(org.status(request).state()).isEqualTo(RequestState.EXECUTED));
    }

    @Test
    void waitsForTheSecondPersonWhereTwoAreNeeded() {
        TestMember one = org.approver("Bea", "approvers");
        TestMember two = org.approver("Cem", "approvers");
        UUID request = org.submit("refunds.create");

        assertThat(one.approve(request).as(RequestDetail.class).summary().state()).isEqualTo(RequestState.PENDING);
        two.approve(request).as(RequestDetail.class);

        await().untilAsserted(() -> assertThat(org.status(request).state()).isEqualTo(RequestState.EXECUTED));
        assertThat(org.eventsAbout(request)).containsSequence("approval.requested", "approval.decided",
                "approval.decided");
    }

    @Test
    void endsWithOneDenial() {
        TestMember approver = org.approver("Bea", "approvers");
        UUID request = org.submit("refunds.create");

        approver.deny(request).as(RequestDetail.class);

        assertThat(org.status(request).state()).isEqualTo(RequestState.DENIED);
        assertThat(org.status(request).refusal()).as("a person's denial says why in their vote").isNull();
        assertThat(org.approver("Cem", "approvers").approve(request).code()).isEqualTo("REQUEST_NOT_PENDING");
        assertThat(org.eventsAbout(request)).containsExactly("approval.requested", "approval.decided");
    }

    @Test
    void refusesAtOnceWhatThePolicyDenies() {
        UUID request = org.submit("accounts.delete");

        assertThat(org.status(request).state()).isEqualTo(RequestState.DENIED);
        assertThat(org.status(request).refusal()).isEqualTo("POLICY_DENIED");
        assertThat(org.owner().detail(request).refusal()).isEqualTo("POLICY_DENIED");
        assertThat(org.eventsAbout(request)).containsExactly("run.refused");
    }

    @Test
    void freezesAPayloadThatHoldsTheWholeCall() {
        TestMember approver = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");

        TestClient.Answer fetched = approver.fetch(request);

        JsonObject payload = (JsonObject) JsonValue.parse(fetched.bytes());
        assertThat(payload.canonicalBytes()).isEqualTo(fetched.bytes());
        assertThat(PayloadHash.of(fetched.bytes()).hex()).isEqualTo(org.status(request).payloadHash());
        assertThat(payload.members().keySet()).containsExactly("agent", "arguments", "attachments", "call", "connector",
                "createdAt",
                "expiresAt", "nonce", "org", "policy", "request", "tool", "v", "workspace");
        JsonObject http = payload.object("call").object("http");
        assertThat(http.string("url")).endsWith("/customers/cus_9fK/things");
        assertThat(http.object("headers").string("Idempotency-Key")).isEqualTo(request.toString());
        assertThat(http.object("body").string("amount")).as("the schema's default").isEqualTo("1.00");
        assertThat(http.object("body").get("note")).as("an absent argument").isNull();
    }

    @Test
    void answersARepeatedSubmissionWithTheSameRequest() {
        var action = TestOrganization.action("tickets.create", "key-1");

        UUID first = org.agent().post("/v1/requests", action).as(RequestStatus.class).request();
        UUID second = org.agent().post("/v1/requests", action).as(RequestStatus.class).request();

        assertThat(second).isEqualTo(first);
        assertThat(org.eventsAbout(first)).containsExactly("approval.requested");
    }

    @Test
    void anApprovalServesNoOtherAgent() {
        TestClient other = org.otherAgent().client();
        var action = TestOrganization.action("tickets.create", "key-1");
        UUID approved = org.agent().post("/v1/requests", action).as(RequestStatus.class).request();
        org.approver("Bea", "approvers").approve(approved);
        org.awaitState(approved, RequestState.EXECUTED);

        RequestStatus theirs = other.post("/v1/requests", action).as(RequestStatus.class);
        assertThat(theirs.request()).as("the same action under the same key").isNotEqualTo(approved);
        assertThat(theirs.state()).isEqualTo(RequestState.PENDING);
        assertThat(other.get("/v1/requests/" + approved + "/status").code()).isEqualTo("NOT_FOUND");
        assertThat(org.agent().get("/v1/requests/" + theirs.request() + "/status").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void refusesAnIdempotencyKeyForAnotherAction() {
        org.agent().post("/v1/requests", TestOrganization.action("tickets.create", "key-1")).as(RequestStatus.class);

        assertThat(org.agent().post("/v1/requests", TestOrganization.action("refunds.create", "key-1")).code())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void pagesThroughRequestsFromTheNewest() {
        UUID first = org.submit("tickets.create");
        UUID second = org.submit("refunds.create");
        UUID third = org.submit("tickets.create");
        org.submit("accounts.delete");
        TestClient owner = org.owner().client();

        JsonObject page = json(owner.get("/v1/requests?state=open&limit=2"));
        JsonObject rest = json(owner.get("/v1/requests?state=open&limit=2&cursor=" + page.string("next")));

        assertThat(ids(page)).containsExactly(third.toString(), second.toString());
        assertThat(ids(rest)).containsExactly(first.toString());
        assertThat(rest.get("next")).isNull();
        assertThat(ids(json(owner.get("/v1/requests?state=all")))).hasSize(4);
    }

    private static JsonObject json(TestClient.Answer answer) {
        return (JsonObject) JsonValue.parse(answer.bytes());
    }

    private static List<String> ids(JsonObject page) {
        return page.array("items").items().stream().map(item -> ((JsonObject) item).string("request")).toList();
    }
}
