package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that a revoked credential is refused by every operation of the API. */
class EndedCredentialsTest {

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();
    private final JsonNode description = new JsonMapper().readTree(owner.get("/v1/openapi.json").body());

    /** With every role that there is, and the right to do whatever members do. */
    private TestMember powerful() {
        Invitation invitation = owner
                .post("/v1/members/invitations",
                        new InviteRequest("Abe", List.of(Role.values()), List.of("approvers", "finance")))
                .as(Invitation.class);
        return TestMember.enrol(TestBackend.get().uri(), invitation.code(), "Abe");
    }

    private List<String> openTo(TestClient client) {
        List<String> asked = new ArrayList<>();
        List<String> open = new ArrayList<>();
        description.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            if (!operation.getValue().path("security").isEmpty()) {
                String name = operation.getKey() + " " + path.getKey();
                asked.add(name);
                if (!"UNAUTHENTICATED"
                        .equals(code(call(client, operation.getKey(), path.getKey(), operation.getValue())))) {
                    open.add(name);
                }
            }
        }));
        assertThat(asked).contains("get /v1/events", "post /v1/requests").hasSizeGreaterThan(40);
        return open;
    }

    private TestClient.Answer call(TestClient client, String method, String template, JsonNode operation) {
        String path = template.replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
        String schema = operation.at("/requestBody/content/application~1json/schema/$ref").asString("");
        String body = schema.isEmpty() ? "" : description.at(schema.substring(1) + "/examples/0").toString();
        return switch (method) {
            case "get" -> client.get(path);
            case "delete" -> client.delete(path);
            case "post" -> client.postRaw(path, body);
            case "put" -> client.putRaw(path, body);
            default -> throw new IllegalArgumentException(method);
        };
    }

    private static String code(TestClient.Answer answer) {
        return answer.status() < 300 ? "" : answer.code();
    }

    @Test
    void refusesTheTokenOfARemovedMemberAtEveryOperation() {
        TestMember abe = powerful();
        assertThat(abe.client().get("/v1/members").status()).isEqualTo(200);
        owner.post("/v1/members/" + abe.id(), new MemberChange(List.of(), List.of(), false)).as(Member.class);
        assertThat(openTo(abe.client())).isEmpty();
    }

    @Test
    void refusesTheTokenOfARevokedKeyAtEveryOperation() {
        TestMember abe = powerful();
        assertThat(abe.client().get("/v1/members").status()).isEqualTo(200);
        owner.post("/v1/members/" + abe.id() + "/keys/" + abe.key() + "/revocation", new KeyRevocation("Stolen"))
                .as(Member.class);
        assertThat(openTo(abe.client())).isEmpty();
    }

    @Test
    void refusesTheTokenOfWhoeverHasSignedOutAtEveryOperation() {
        TestMember abe = powerful();
        assertThat(abe.client().delete("/v1/sessions/current").status()).isEqualTo(204);
        assertThat(openTo(abe.client())).isEmpty();
    }

    @Test
    void refusesARevokedAgentKeyAtEveryOperation() {
        assertThat(org.agent().post("/v1/requests", TestOrganization.action("tickets.create", "k")).status())
                .isEqualTo(201);
        org.update("update agent_key set revoked_at = now() where org_id = :org and agent_id = :id", org.agentId());
        assertThat(openTo(org.agent())).isEmpty();
    }
}
