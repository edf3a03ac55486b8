package dev.agenthub.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.Auditor;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests static keys of connections where the governance policy requires approval. */
class ConnectionGovernanceTest {
    private static final String RULES = """
            {"v":"agenthub/governance/v1","rules":[{"match":{"kind":["governance.set","member.change",
             "invitation.create","connection.authorize"]},
             "outcome":"require","required":[{"count":1,"group":"approvers"}]}]}
            """;
    private static final String KEY = "canary-key-Zq81kfLw0Tn3xRb";

    private final TestOrganization org = new TestOrganization();
    private final TestMember other = org.approver("Bea", "approvers");
    private final TestClient admin = org.owner().client();

    @BeforeEach
    void govern() {
        assertThat(admin.post("/v1/governance", new SetGovernanceRequest(0, RULES)).status()).isEqualTo(200);
    }

    @AfterEach
    void replays() {
        assertThat(Auditor.replay(org, true).findings())
                .filteredOn(finding -> !finding.code().equals("UNPINNED")).isEmpty();
        assertThat(org.events()).extracting(event -> new String(event.canonicalBytes(), StandardCharsets.UTF_8))
                .noneMatch(event -> event.contains(KEY));
    }

    private TestClient.Answer connect(String name, String url) {
        return admin.post("/v1/connections", new NewConnection("Customer care", name, url, null, null, null, KEY));
    }

    private static ProposedChange proposed(TestClient.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.as(ProposedChange.class);
    }

    private RequestState state(ProposedChange change) {
        return org.owner().detail(change.request()).summary().state();
    }

    private List<String> behind(ProposedChange change) {
        JsonString id = new JsonString(change.request().toString());
        return org.events().stream().filter(event -> id.equals(event.data().get("request"))).map(AuditEvent::type)
                .toList();
    }

    @Test
    void makesAConnectionOnceOthersApprovedWhatItIsForAndItsProposerBringsTheKey() {
        ProposedChange change = proposed(connect("Billing", "https://billing.example.com/"));

        assertThat(proposed(connect("Billing", "https://billing.example.com/"))).isEqualTo(change);
        String payload = new String(other.fetch(change.request()).bytes(), StandardCharsets.UTF_8);
        assertThat(payload).contains("\"kind\":\"connection.authorize\"", "billing.example.com").doesNotContain(KEY);
        assertThat(org.owner().approve(change.request()).code()).isEqualTo("SELF_APPROVAL");
        assertThat(admin.get("/v1/connections").body()).doesNotContain("Billing");

        other.approve(change.request()).as(RequestDetail.class);
        assertThat(state(change)).isEqualTo(RequestState.APPROVED);
        assertThat(admin.get("/v1/connections").body()).doesNotContain("Billing");
        assertThat(admin.post("/v1/requests/" + change.request() + "/collection", Map.of()).code())
                .isEqualTo("REQUEST_NOT_PENDING");

        Connection made = connect("Billing", "https://billing.example.com/").as(Connection.class);
        assertThat(made.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(state(change)).isEqualTo(RequestState.EXECUTED);
        assertThat(behind(change)).containsExactly(EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED,
                EventType.CHANGE_APPLIED, EventType.CONNECTOR_AUTHORIZED);
        // The same again changes nothing, and asks nobody.
        assertThat(connect("Billing", "https://billing.example.com/").as(Connection.class)).isEqualTo(made);
    }

    @Test
    void takesTheApprovalOfOneConnectionForNoOther() {
        ProposedChange change = proposed(connect("Billing", "https://billing.example.com/"));
        other.approve(change.request()).as(RequestDetail.class);

        ProposedChange elsewhere = proposed(connect("Billing", "https://attacker.example.com/"));

        assertThat(elsewhere.request()).isNotEqualTo(change.request());
        assertThat(state(change)).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void takesTheApprovalOfOneDefinitionForNoOther() {
        String definition = """
                {"v":"agenthub/connector/v1","name":"weather","title":"Weather","documentation":"https://weather.example/",
                 "baseUrl":"https://api.weather.example/","hosts":["api.weather.example"],
                 "authorization":{"kind":"key","header":"X-Api-Key"}}""";
        ProposedChange change = proposed(define(definition));
        assertThat(new String(other.fetch(change.request()).bytes(), StandardCharsets.UTF_8))
                .contains("\"service\":\"weather@");
        assertThat(org.owner().detail(change.request()).summary().title()).contains("weather (own definition)");
        other.approve(change.request()).as(RequestDetail.class);

        assertThat(proposed(define(definition.replace("X-Api-Key", "X-Other"))).request())
                .isNotEqualTo(change.request());
        assertThat(define(definition).as(Connection.class).header()).isEqualTo("X-Api-Key");
    }

    private TestClient.Answer define(String definition) {
        return admin.post("/v1/connections",
                new NewConnection("Customer care", "Weather", null, null, null, definition, KEY));
    }

    @Test
    void replacesAKeyWhenOthersApproved() {
        ProposedChange first = proposed(connect("Billing", "https://billing.example.com/"));
        other.approve(first.request()).as(RequestDetail.class);
        Connection made = connect("Billing", "https://billing.example.com/").as(Connection.class);
        String path = "/v1/connections/" + made.connector() + "/key";
        ConnectionKey key = new ConnectionKey(KEY + "-second");

        ProposedChange change = proposed(admin.post(path, key));
        JsonObject payload = (JsonObject) JsonValue.parse(other.fetch(change.request()).bytes());
        assertThat(payload.object("subject").string("id")).isEqualTo(made.connector().toString());
        other.approve(change.request()).as(RequestDetail.class);

        assertThat(admin.post(path, key).status()).isEqualTo(200);
        assertThat(behind(change)).endsWith(EventType.CHANGE_APPLIED, EventType.CONNECTOR_AUTHORIZED);
        assertThat(proposed(admin.post(path, key)).request()).isNotEqualTo(change.request());
    }
}
