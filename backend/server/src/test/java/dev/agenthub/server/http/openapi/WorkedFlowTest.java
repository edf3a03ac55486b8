package dev.agenthub.server.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tests the worked example in the API's description, from a policy and a manifest to a payload. */
class WorkedFlowTest {
    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();
    private final String guide = new JsonMapper().readTree(admin.get("/v1/openapi.json").body())
            .at("/info/description").asString();

    private String example(String name) {
        Matcher matcher = Pattern.compile("```" + name + "\\n(.*?)\\n```", Pattern.DOTALL).matcher(guide);
        assertThat(matcher.find()).as(name).isTrue();
        return matcher.group(1);
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private TestClient installed() {
        admin.post("/v1/policies", new NewPolicyRequest("Refunds", example("flow-policy"))).as(PublishedPolicy.class);
        String manifest = "{\"manifest\":" + example("flow-manifest");
        String digest = admin.postRaw("/v1/agents/previews", manifest + "}").as(AgentPreview.class).digest();
        return new TestClient(TestBackend.get().uri(),
                admin.postRaw("/v1/agents", manifest + ",\"digest\":\"" + digest + "\"}").as(NewAgentKey.class)
                        .secret());
    }

    @Test
    void makesOfTheSubmissionThePayloadThatTheDescriptionShows() {
        TestMember bea = org.approver("Bea", "approvers");

        RequestStatus made = installed().postRaw("/v1/requests", example("flow-submission")).as(RequestStatus.class);

        assertThat(made.state()).isEqualTo(RequestState.PENDING);
        JsonObject payload = json(new String(bea.fetch(made.request()).bytes(), StandardCharsets.UTF_8));
        JsonObject shown = json(example("flow-payload").replace("REQUEST", made.request().toString())
                .replace("BASE", TestBackend.get().providerUrl()));
        shown.members().forEach((name, value) -> assertThat(payload.get(name)).as(name).isEqualTo(value));
        assertThat(bea.detail(made.request()).terms()).extracting(ApprovalTerms::reasonRequired).isEqualTo(true);
        assertThat(bea.detail(made.request()).summary().approvalsNeeded()).isEqualTo(1);
    }

    @Test
    void asksTwoMoreWhereTheAmountIsLarge() {
        RequestStatus made = installed()
                .postRaw("/v1/requests", example("flow-submission").replace("80.00", "480.00")).as(RequestStatus.class);

        assertThat(org.owner().detail(made.request()).summary().approvalsNeeded()).isEqualTo(3);
    }
}
