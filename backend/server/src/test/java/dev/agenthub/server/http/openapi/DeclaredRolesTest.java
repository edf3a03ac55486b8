package dev.agenthub.server.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Role;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that operations require exactly the roles that the API's description declares. */
public class DeclaredRolesTest {
    private final TestOrganization organization = new TestOrganization();
    private final JsonNode description = new JsonMapper()
            .readTree(organization.owner().client().get("/v1/openapi.json").body());

    private TestClient memberWith(Role role) {
        Invitation invitation = organization.owner().client()
                .post("/v1/members/invitations", new InviteRequest("Only one role", List.of(role), List.of()))
                .as(Invitation.class);
        return TestMember.enrol(TestBackend.get().uri(), invitation.code(), "Only one role").client();
    }

    @ParameterizedTest
    @EnumSource
    void letsARoleDoWhatItsOperationsNameItFor(Role role) {
        TestClient member = memberWith(role);
        List<String> allowed = new ArrayList<>();
        List<String> named = new ArrayList<>();
        description.get("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> {
            JsonNode roles = operation.getValue().at("/security/0/member");
            if (!roles.isEmpty()) {
                String route = operation.getKey() + " " + path.getKey();
                if (roles.valueStream().anyMatch(one -> one.asString().equals(role.toString()))) {
                    named.add(route);
                }
                if (!answer(member, operation.getKey(), path.getKey(), operation.getValue())
                        .contains("\"FORBIDDEN\"")) {
                    allowed.add(route);
                }
            }
        }));
        assertThat(allowed).isNotEmpty().containsExactlyElementsOf(named);
    }

    private String answer(TestClient member, String method, String template, JsonNode operation) {
        String path = template.replaceAll("\\{[a-z]+}", UUID.randomUUID().toString());
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "GET" -> member.get(path).body();
            case "DELETE" -> member.delete(path).body();
            case "PUT" -> member.putRaw(path, body(operation)).body();
            default -> member.postRaw(path, body(operation)).body();
        };
    }

    private String body(JsonNode operation) {
        String reference = operation.at("/requestBody/content/application~1json/schema/$ref").asString("");
        return reference.isEmpty() ? "" : description.at(reference.substring(1) + "/examples/0").toString();
    }
}
