package dev.agenthub.server.approvals.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.common.Ids;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Tests that every accepted payload can be fetched, approved, run, simulated, exported and verified, and others are refused on submission.
 */
class AcceptedPayloadTest {

    private static final String DRAFT = "{\"rules\":[{\"match\":{\"tool\":\"notes.put\"},\"outcome\":\"deny\"}]}";
    /** A payload holds the arguments, and the body of the call three levels further down. */
    private static final int DEEPEST = CanonicalJson.MAX_DEPTH - 3;

    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();
    private final TestMember approver = org.approver("Bea", "approvers");

    /** An agent whose only tool sends one argument, whatever it is, as the body of its call. */
    private TestClient agent(String body) {
        String manifest = """
                {"v":"agenthub/manifest/v1","name":"Note taker","workspace":"Customer care","policy":"Customer care",
                 "tools":[{"name":"notes.put","title":"Note {data}","risk":"low","connector":"Provider","scopes":[],
                           "schema":{"type":"object","required":["data"]},
                           "call":{"http":{"method":"POST","path":"/notes","body":%s}}}]}
                """.formatted(body);
        AgentPreview preview = admin.postRaw("/v1/agents/previews", "{\"manifest\":" + manifest + "}")
                .as(AgentPreview.class);
        NewAgentKey key = admin.postRaw("/v1/agents",
                "{\"manifest\":" + manifest + ",\"digest\":\"" + preview.digest() + "\"}").as(NewAgentKey.class);
        return new TestClient(TestBackend.get().uri(), key.secret());
    }

    private TestClient agent() {
        return agent("{\"$arg\":\"/data\"}");
    }

    private static TestClient.Answer submit(TestClient agent, String data) {
        return agent.postRaw("/v1/requests", "{\"tool\":\"notes.put\",\"idempotencyKey\":\"" + Ids.next()
                + "\",\"arguments\":{\"data\":" + data + "}}");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static String text(int length) {
        return "\"" + "a".repeat(length) + "\"";
    }

    private void goesAllTheWay(TestClient agent, String data) {
        UUID request = submit(agent, data).as(RequestStatus.class).request();
        approver.approve(request).as(Object.class);
        org.awaitState(approver, request, RequestState.EXECUTED);
        assertThat(TestBackend.get().providerWasCalledFor(request)).isTrue();
        UUID policy = org.policy().current().id();
        assertThat(admin.post("/v1/policies/" + policy + "/simulations", new PolicyDraft(DRAFT, 10))
                .as(PolicySimulation.class).requests()).isNotEmpty();
        Report report = Auditor.replay(org, true);
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void takesTheDeepestPayloadToTheEndAndNoneThatIsDeeper() {
        TestClient agent = agent();

        TestClient.Answer deeper = submit(agent, nested(DEEPEST + 1));
        assertThat(deeper.code()).isEqualTo("PAYLOAD_NOT_CANONICAL");
        assertThat(deeper.body()).contains("JSON_TOO_DEEP");
        goesAllTheWay(agent, nested(DEEPEST));
    }

    @Test
    void takesTheLargestPayloadToTheEndAndNoneThatIsLarger() {
        TestClient agent = agent();
        UUID small = submit(agent, text(0)).as(RequestStatus.class).request();
        int frame = approver.fetch(small).bytes().length;
        assertThat(approver.deny(small).status()).isEqualTo(200);
        // The text stands in the arguments and in the call.
        int longest = (CanonicalJson.DEFAULT_LIMIT - frame) / 2;

        assertThat(submit(agent, text(longest + 1)).code()).isEqualTo("TOO_LARGE");
        goesAllTheWay(agent, text(longest));
        assertThat(admin.get("/v1/requests?state=all").bytes().length).isLessThan(10_000);
    }

    @Test
    void writesNoMoreOfAPayloadThatATemplateMultipliesThanMayBeStored() {
        String holes = "{\"$arg\":\"/data\"},".repeat(4_000);
        TestClient agent = agent("[" + holes + "0]");

        assertThat(submit(agent, text(8 << 20)).code()).isEqualTo("TOO_LARGE");
    }

    @Test
    void takesMemberNamesOfAnyLengthAsArguments() {
        TestClient agent = agent();

        assertThat(submit(agent, "{" + text(60_000) + ":1}").status()).isEqualTo(201);
    }

    @Test
    void publishesNoPolicyWhoseEventNoVerifierCouldRead() {
        String deep = "{\"rules\":[{\"match\":{\"tool\":\"notes.put\"},\"outcome\":\"allow\","
                + "\"when\":[{\"at\":\"/arguments/data\",\"equals\":%s}]}]}";
        int published = 0;
        for (int levels = 110; levels < CanonicalJson.MAX_DEPTH; levels++) {
            published += org.publish(deep.formatted(nested(levels))).status() == 201 ? 1 : 0;
        }

        assertThat(Auditor.replay(org).verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(published).isBetween(1, 15);
        assertThat(org.publish(deep.formatted(nested(120))).code()).isEqualTo("POLICY_INVALID");
    }
}
