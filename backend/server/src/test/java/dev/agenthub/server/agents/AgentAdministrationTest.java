package dev.agenthub.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.ManifestChange;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Tool;
import dev.agenthub.api.ToolChange;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests installing, updating and stopping agents over HTTP. */
class AgentAdministrationTest {
    private static final String MANIFEST = """
            {"v":"agenthub/manifest/v1","name":"%s","workspace":"Customer care","policy":"Customer care",
             "tools":[{"name":"tickets.create","title":"Ticket for {customer}","risk":"%s","connector":"Provider","scopes":[],
                       "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
                       "call":{"http":{"method":"POST","path":"/tickets","body":{"customer":{"$arg":"/customer"}}}}}]}
            """;

    private record Tools(List<Tool> items, @Nullable String next) {}

    private final TestOrganization org = new TestOrganization();
    private final TestClient admin = org.owner().client();

    private static String body(String manifest, @Nullable String digest, @Nullable String replaces) {
        return "{\"manifest\":" + manifest + (digest == null ? "" : ",\"digest\":\"" + digest + "\"")
                + (replaces == null ? "" : ",\"replaces\":\"" + replaces + "\"") + "}";
    }

    private AgentPreview preview(String manifest) {
        return admin.postRaw("/v1/agents/previews", body(manifest, null, null)).as(AgentPreview.class);
    }

    private NewAgentKey install(String manifest) {
        return admin.postRaw("/v1/agents", body(manifest, preview(manifest).digest(), null)).as(NewAgentKey.class);
    }

    private AgentDetail detail(NewAgentKey agent) {
        return admin.get("/v1/agents/" + agent.agent()).as(AgentDetail.class);
    }

    private TestClient.Answer submit(String secret, String key) {
        return new TestClient(TestBackend.get().uri(), secret).postRaw("/v1/requests",
                "{\"tool\":\"tickets.create\",\"arguments\":{\"customer\":\"c\"},\"idempotencyKey\":\"" + key + "\"}");
    }

    @Test
    void tellsAnAgentItsOwnToolsAndTheirArgumentsAndNothingOfConnections() {
        NewAgentKey agent = install(MANIFEST.formatted("Ticket agent", "medium"));
        TestClient itself = new TestClient(TestBackend.get().uri(), agent.secret());

        Tools found = itself.get("/v1/tools").as(Tools.class);

        assertThat(found.items()).singleElement().satisfies(tool -> {
            assertThat(tool.name()).isEqualTo("tickets.create");
            assertThat(tool.risk()).isEqualTo(Risk.MEDIUM);
            assertThat(tool.schema()).isEqualTo(Map.of("type", "object", "required", List.of("customer"), "properties",
                    Map.of("customer", Map.of("type", "string"))));
            assertThat(tool.attachments()).isNull();
        });
        assertThat(admin.get("/v1/tools").code()).isEqualTo("UNAUTHENTICATED");
        admin.postRaw("/v1/agents/" + agent.agent() + "/disable", "").as(AgentDetail.class);
        assertThat(itself.get("/v1/tools").code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void showsExactlyWhatAnAgentWillBeAbleToDoAndInstallsThatAlone() {
        String manifest = MANIFEST.formatted("Ticket agent", "medium");
        AgentPreview preview = preview(manifest);
        assertThat(preview.tools()).singleElement().satisfies(tool -> {
            assertThat(tool.method()).isEqualTo("POST");
            assertThat(tool.url()).startsWith("http://").endsWith("/tickets");
            assertThat(tool.connectorName()).isEqualTo("Provider");
            assertThat(tool.arguments()).containsExactly("customer");
        });
        assertThat(admin.postRaw("/v1/agents", body(manifest, null, null)).code()).isEqualTo("MANIFEST_CHANGED");
        String other = MANIFEST.formatted("Ticket agent", "low");
        assertThat(admin.postRaw("/v1/agents", body(other, preview.digest(), null)).code())
                .isEqualTo("MANIFEST_CHANGED");

        NewAgentKey installed = install(manifest);
        assertThat(admin.postRaw("/v1/agents", body(manifest, preview.digest(), null)).code())
                .isEqualTo("AGENT_EXISTS");
        assertThat(submit(installed.secret(), "k1").as(RequestStatus.class).state()).isEqualTo(RequestState.PENDING);
        assertThat(org.eventsAbout(installed.agent())).containsExactly(EventType.AGENT_INSTALLED,
                EventType.AGENT_KEY_ISSUED);
        assertThat(detail(installed).installed().digest()).isEqualTo(preview.digest());
    }

    @Test
    void showsWhatAnUpdateChangesAndRefusesOneThatComesTooLate() {
        NewAgentKey installed = install(MANIFEST.formatted("Updated agent", "medium"));
        String before = detail(installed).installed().digest();
        String manifest = MANIFEST.formatted("Updated agent", "low");
        AgentPreview preview = admin.postRaw("/v1/agents/" + installed.agent() + "/previews",
                body(manifest, null, null)).as(AgentPreview.class);
        assertThat(preview.changes()).containsExactly(
                new ManifestChange("/tools/tickets.create/risk", "\"medium\"", "\"low\""));

        String path = "/v1/agents/" + installed.agent() + "/manifest";
        assertThat(admin.postRaw(path, body(manifest, preview.digest(), preview.digest())).code())
                .isEqualTo("MANIFEST_CHANGED");
        AgentDetail updated = admin.postRaw(path, body(manifest, preview.digest(), before)).as(AgentDetail.class);
        assertThat(updated.installed().digest()).isEqualTo(preview.digest());
        assertThat(org.eventsAbout(installed.agent())).contains(EventType.AGENT_UPDATED);
    }

    @Test
    void runsNothingWhoseToolIsAnotherThanTheOneThatWasApproved() {
        NewAgentKey installed = install(MANIFEST.formatted("Changing agent", "medium"));
        UUID request = submit(installed.secret(), "k1").as(RequestStatus.class).request();
        TestMember bea = org.approver("Bea", "approvers");
        String before = detail(installed).installed().digest();
        String manifest = MANIFEST.formatted("Changing agent", "medium").replace("Ticket for", "Card for");
        AgentPreview preview = admin.postRaw("/v1/agents/" + installed.agent() + "/previews",
                body(manifest, null, null)).as(AgentPreview.class);
        try (var _ = TestBackend.get().holdRuns()) {
            bea.approve(request).as(RequestDetail.class);
            admin.postRaw("/v1/agents/" + installed.agent() + "/manifest", body(manifest, preview.digest(), before))
                    .as(AgentDetail.class);
        }

        await().untilAsserted(() -> assertThat(bea.detail(request).refusal()).isEqualTo("TOOL_CHANGED"));
        assertThat(bea.detail(request).summary().state()).isEqualTo(RequestState.REFUSED);
        assertThat(TestBackend.get().providerWasCalledFor(request)).isFalse();
    }

    @Test
    void keepsWhatAToolWasDefinedAsForThoseWhoWeighARequestOfIt() {
        NewAgentKey installed = install(MANIFEST.formatted("Kept agent", "medium"));
        TestMember bea = org.approver("Bea", "approvers");
        UUID ran = submit(installed.secret(), "k1").as(RequestStatus.class).request();
        bea.approve(ran).as(RequestDetail.class);
        await().untilAsserted(
                () -> assertThat(bea.detail(ran).summary().state()).isEqualTo(RequestState.EXECUTED));
        assertThat(history(bea, submit(installed.secret(), "k2")).toolChange()).isNull();

        update(installed, MANIFEST.formatted("Kept agent", "low"));
        update(installed, MANIFEST.formatted("Kept agent", "high"));

        ToolChange change = Objects
                .requireNonNull(history(bea, submit(installed.secret(), "k3")).toolChange());
        assertThat(change.request()).isEqualTo(ran);
        assertThat(change.before()).contains("\"risk\":\"medium\"").satisfies(text -> assertThat(
                Hash.sha256(text.getBytes(StandardCharsets.UTF_8)).hex()).isEqualTo(change.digest()));
        assertThat(change.now()).isEqualTo(Objects.requireNonNull(change.before()).replace("medium", "high"));
    }

    private static RequestHistory history(TestMember member, TestClient.Answer submitted) {
        UUID request = submitted.as(RequestStatus.class).request();
        return member.client().get("/v1/requests/" + request + "/history").as(RequestHistory.class);
    }

    private void update(NewAgentKey installed, String manifest) {
        String agent = "/v1/agents/" + installed.agent();
        String digest = admin.postRaw(agent + "/previews", body(manifest, null, null)).as(AgentPreview.class).digest();
        admin.postRaw(agent + "/manifest", body(manifest, digest, detail(installed).installed().digest()))
                .as(AgentDetail.class);
    }

    @Test
    void letsNoAgentSeeOrTakeBackWhatAnotherOfItsOrganizationAsked() {
        NewAgentKey installed = install(MANIFEST.formatted("Private agent", "medium"));
        String path = "/v1/requests/" + submit(installed.secret(), "k1").as(RequestStatus.class).request();

        assertThat(org.agent().get(path + "/status").code()).isEqualTo("NOT_FOUND");
        assertThat(org.agent().get(path + "/events").code()).isEqualTo("NOT_FOUND");
        assertThat(org.agent().postRaw(path + "/cancel", "").code()).isEqualTo("NOT_FOUND");
        assertThat(new TestClient(TestBackend.get().uri(), installed.secret()).get(path + "/status")
                .as(RequestStatus.class).state()).isEqualTo(RequestState.PENDING);
    }

    @Test
    void rotatesKeysAndEndsThemAllWithTheAgent() {
        NewAgentKey first = install(MANIFEST.formatted("Rotating agent", "medium"));
        String path = "/v1/agents/" + first.agent();
        NewAgentKey second = admin.postRaw(path + "/keys", "").as(NewAgentKey.class);
        assertThat(submit(first.secret(), "k1").status()).isEqualTo(201);
        assertThat(submit(second.secret(), "k2").status()).isEqualTo(201);

        assertThat(admin.delete(path + "/keys/" + first.key()).status()).isEqualTo(204);
        assertThat(submit(first.secret(), "k3").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(submit(second.secret(), "k4").status()).isEqualTo(201);

        assertThat(admin.postRaw(path + "/disable", "").as(AgentDetail.class).keys())
                .allSatisfy(key -> assertThat(key.revokedAt()).isNotNull());
        assertThat(submit(second.secret(), "k5").code()).isEqualTo("UNAUTHENTICATED");
        admin.postRaw(path + "/enable", "").as(AgentDetail.class);
        assertThat(submit(second.secret(), "k6").code()).isEqualTo("UNAUTHENTICATED");
        assertThat(org.eventsAbout(first.agent())).containsSubsequence(EventType.AGENT_KEY_REVOKED,
                EventType.AGENT_DISABLED, EventType.AGENT_UPDATED);
    }

    @Test
    void installsNothingThatCannotBeMeant() {
        String good = MANIFEST.formatted("Wrong agent", "medium");
        for (String wrong : new String[]{good.replace("Customer care", "Elsewhere"), good.replace("Provider", "Nobody"),
                good.replace("\"scopes\":[]", "\"scopes\":[\"all\"]"), good.replace("medium", "none"),
                good.replace("\"POST\"", "\"TRACE\""), good.replace("manifest/v1", "manifest/v9"),
                good.replace("\"name\":\"tickets.create\",", "")}) {
            assertThat(admin.postRaw("/v1/agents/previews", body(wrong, null, null)).code()).as(wrong)
                    .isEqualTo("MANIFEST_INVALID");
        }
        TestClient approver = org.approver("Bea", "approvers").client();
        assertThat(approver.postRaw("/v1/agents/previews", body(good, null, null)).code()).isEqualTo("FORBIDDEN");
        assertThat(approver.get("/v1/agents").code()).isEqualTo("FORBIDDEN");
    }
}
