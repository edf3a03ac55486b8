package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests text that PostgreSQL cannot store, in every place where text comes in. */
class UnstorableTextTest {

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static void assertRefused(TestClient.Answer answer, String place) {
        assertThat(answer.code()).as(answer.body()).isEqualTo("TEXT_NOT_STORABLE");
        assertThat(answer.body()).contains(place);
        assertThat(answer.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {"tool":"a@","arguments":{},"idempotencyKey":"k"}                       | /tool
            {"tool":"tickets.create","arguments":{"customer":"a@"},"idempotencyKey":"k"} | /arguments/customer
            {"tool":"tickets.create","arguments":{"a/b":[1,{"c~@":2}]},"idempotencyKey":"k"} | /arguments/a~1b/1/c~0
            {"tool":"tickets.create","arguments":{},"idempotencyKey":"@"}           | /idempotencyKey
            {"tool":"tickets.create","arguments":{},"idempotencyKey":"k","says":"@"} | /says
            """)
    void refusesSubmissions(String body, String place) {
        assertRefused(org.agent().postRaw("/v1/requests", body.replace("@", "\\u0000")), place);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            /v1/workspaces          | {"name":"a@b"}                                     | /name
            /v1/groups              | {"name":"a@b"}                                     | /name
            /v1/members/invitations | {"name":"a@","roles":[],"groups":[]}               | /name
            /v1/members/invitations | {"name":"a","roles":[],"groups":["b","@"]}         | /groups/1
            /v1/audit/restores      | {"reason":"@"}                                     | /reason
            /v1/agents/previews     | {"manifest":{"v":"agenthub/manifest/v1","name":"@"}} | /manifest/name
            /v1/agents              | {"manifest":{"tools":[{"schema":{"default":"@"}}]}} | /manifest/tools/0/schema/default
            """)
    void refusesWhatMembersWrite(String path, String body, String place) {
        assertRefused(owner.postRaw(path, body.replace("@", "\\u0000")), place);
    }

    @Test
    void refusesTheNameThatANewMemberGives() {
        String code = owner.post("/v1/members/invitations", new InviteRequest("Bea", List.of(Role.AUDITOR), List.of()))
                .as(Invitation.class).code();

        assertRefused(new TestClient(TestBackend.get().uri(), null).postRaw("/v1/enrolments",
                "{\"invitation\":\"" + code + "\",\"name\":\"B\\u0000\",\"publicKey\":\"\"}"), "/name");
    }

    @Test
    void refusesHalfASurrogatePairWhereNoEventCouldHoldIt() {
        assertThat(owner.postRaw("/v1/workspaces", "{\"name\":\"a\\ud800\"}").code()).isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void refusesPolicies() {
        String document = "{\"rules\":[{\"name\":\"a\\u0000\",\"outcome\":\"allow\"}]}";

        assertThat(owner.post("/v1/policies/check", new PolicyDraft(document, 10)).as(PolicyCheck.class))
                .extracting(PolicyCheck::valid, PolicyCheck::pointer).containsExactly(false, "/rules/0/name");
        TestClient.Answer answer = org.publish(document);
        assertThat(answer.code()).isEqualTo("POLICY_INVALID");
        assertThat(answer.body()).contains("/rules/0/name");
    }

    @Test
    void refusesReasons() {
        TestMember approver = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");

        assertRefused(approver.decide(request, approver.statement(request, Decision.APPROVE, "be\0cause")), "reason");
        assertThat(approver.decide(request, approver.statement(request, Decision.APPROVE, "a".repeat(4_001))).code())
                .isEqualTo("DECISION_MALFORMED");
        assertThat(approver.decide(request, approver.statement(request, Decision.APPROVE, "a".repeat(4_000))).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"/v1/audit/events?type=a%00", "/v1/audit/events?actor=%00", "/v1/audit/events?subject=%00",
            "/v1/requests?state=%00", "/v1/requests?cursor=%00", "/v1/members?%00=1"})
    void refusesQueryParameters(String path) {
        assertRefused(owner.get(path), "query parameter");
    }

    @ParameterizedTest
    @CsvSource({"/v1/requests/%00", "/v1/requests/%00/payload", "/v1/agents/%00", "/v1/policies/%00/versions"})
    void refusesPartsOfThePath(String path) {
        assertThat(owner.get(path).code()).isEqualTo("REQUEST_MALFORMED");
    }
}
