package dev.agenthub.server.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that the API's description matches the API. */
class ApiDescriptionTest {
    private final JsonNode description = new JsonMapper()
            .readTree(new TestClient(TestBackend.get().uri(), null).get("/v1/openapi.json").body());

    @Test
    void namesEveryRouteAndNoOther() {
        List<String> described = new ArrayList<>();
        description.get("paths").properties().forEach(path -> path.getValue().propertyNames()
                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        assertThat(described).containsExactlyInAnyOrderElementsOf(TestBackend.get().routes());
    }

    @Test
    void leadsNowhereThatIsNotThere() {
        TreeSet<String> known = new TreeSet<>(description.at("/components/schemas").propertyNames());
        List<String> references = new ArrayList<>();
        collect(description, references);
        assertThat(references).isNotEmpty().allSatisfy(reference -> assertThat(description.at(reference.substring(1))
                .isMissingNode()).as(reference).isFalse());
        assertThat(known).contains("Problem", "RequestStatus", "AgentPreview", "Member", "RunResult");
    }

    @Test
    void saysWhatARecordHoldsAndWhatMayBeMissing() {
        JsonNode status = description.at("/components/schemas/RequestStatus");
        assertThat(status.at("/properties/request/format").asString()).isEqualTo("uuid");
        List<String> required = new ArrayList<>();
        status.get("required").forEach(name -> required.add(name.asString()));
        assertThat(required).contains("request", "payloadHash", "state").doesNotContain("outcome", "refusal");
        assertThat(description.at("/components/schemas/RequestState/enum").toString()).contains("\"pending\"",
                "\"executed\"");
        assertThat(description.get("openapi").asString()).isEqualTo("3.1.0");
    }

    @Test
    void saysWhatABackendWithoutItsDatabaseAnswers() {
        JsonNode responses = description.at("/paths/~1v1~1health/get/responses");
        assertThat(responses.at("/503/content")).isEqualTo(responses.at("/200/content"));
        assertThat(responses.at("/503/content/application~1json/schema/$ref").asString())
                .isEqualTo("#/components/schemas/Health");
    }

    @Test
    void namesTheLicence() {
        assertThat(description.at("/info/license/identifier").asString()).isEqualTo("Apache-2.0");
    }

    /** A name in a text that is no schema, and a document that callers do not have, tell a reader nothing. */
    @Test
    void speaksOfNothingThatAReaderCannotFind() {
        List<String> unknown = new ArrayList<>();
        description.findValuesAsString("description").forEach(text -> Pattern
                .compile("`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`|[A-Z]+\\.md").matcher(text).results()
                .filter(name -> name.group(1) == null || !description.at("/components/schemas").has(name.group(1)))
                .forEach(name -> unknown.add(name.group() + " in " + text)));
        assertThat(unknown).isEmpty();
    }

    @Test
    void saysWhichHeadersComeWithAnAnswer() {
        description.get("paths").forEach(path -> path.forEach(operation -> {
            if (operation.get("responses").has("401")) {
                assertThat(operation.at("/responses/401/headers").has("WWW-Authenticate"))
                        .as(operation.get("operationId").asString()).isTrue();
            }
        }));
        assertThat(description.at("/paths/~1v1~1audit~1exports/post/responses/200/headers").has("Content-Disposition"))
                .isTrue();
    }

    @Test
    void namesEveryServerSentEvent() throws IllegalAccessException {
        String said = description.at("/components/schemas/ServerEvent/properties/name/description").asString();
        for (Field constant : ServerEvent.class.getFields()) {
            assertThat(said).contains("`" + constant.get(null) + "`");
        }
    }

    @Test
    void namesEachOperationOnce() {
        List<String> ids = new ArrayList<>();
        description.get("paths").forEach(path -> path.forEach(one -> ids.add(one.get("operationId").asString())));
        assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
    }

    @Test
    void putsEachOperationUnderOneSubjectThatItDescribes() {
        List<String> subjects = description.get("tags").valueStream().map(tag -> tag.get("name").asString()).toList();
        List<String> used = new ArrayList<>();
        description.get("paths").forEach(path -> path.forEach(one -> {
            assertThat(one.get("tags")).as(one.get("operationId").asString()).hasSize(1);
            used.add(one.at("/tags/0").asString());
        }));
        assertThat(subjects).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(new TreeSet<>(used));
        assertThat(description.at("/servers/0/url").asString()).isEqualTo("/");
    }

    /** A list that says next is asked for the page after with a parameter, and every other is whole. */
    @Test
    void promisesNextWhereAParameterTakesItAndNowhereElse() {
        List<String> whole = new ArrayList<>();
        description.get("paths").properties().forEach(path -> {
            JsonNode page = path.getValue().at("/get/responses/200/content/application~1json/schema/properties");
            if (page.has("items")) {
                List<String> names = path.getValue().at("/get/parameters").findValuesAsString("name");
                boolean continues = names.contains("cursor") || names.contains("before");
                assertThat(page.has("next")).as(path.getKey()).isEqualTo(continues);
                if (!continues) {
                    whole.add(path.getKey());
                }
            }
        });
        assertThat(whole).containsExactlyInAnyOrder("/v1/agents", "/v1/budgets", "/v1/connections",
                "/v1/connections/{id}/tools", "/v1/connectors",
                "/v1/groups", "/v1/me/sessions", "/v1/rates",
                "/v1/tools", "/v1/workspaces");
    }

    @Test
    void namesTheKindsOfChangesThatSomebodyCanPropose() {
        JsonNode kind = description.at("/paths/~1v1~1requests/get/parameters").valueStream()
                .filter(parameter -> parameter.get("name").asString().equals("kind")).findFirst().orElseThrow()
                .at("/schema/enum");
        assertThat(kind.valueStream().map(JsonNode::asString).filter(word -> word.contains(".")).toList())
                .isEqualTo(description.at("/components/schemas/GovernanceDocument/$defs/kind/enum").valueStream()
                        .map(JsonNode::asString).toList());
    }

    @Test
    void namesTheQueryParametersThatAreTakenAndNoOtherIs() {
        TestClient owner = new TestOrganization().owner().client();
        JsonNode events = description.at("/paths/~1v1~1audit~1events/get/parameters");
        assertThat(events.findValuesAsString("name")).containsExactly("before", "limit", "type", "actor", "subject",
                "workspace", "from", "until", "incarnation");
        description.get("paths").properties().forEach(path -> {
            if (path.getValue().has("get") && !path.getKey().contains("{")) {
                assertThat(owner.get(path.getKey() + "?no_such=1").code()).as(path.getKey())
                        .isEqualTo("REQUEST_MALFORMED");
            }
        });
        assertThat(owner.get("/v1/members?limit=1&limit=2").code()).isEqualTo("REQUEST_MALFORMED");
    }

    /** A client that got no answer has to know whether it may ask again. */
    @Test
    void saysOfEveryOperationThatMakesSomethingWhatASecondCallDoes() {
        List<String> taking = new ArrayList<>();
        description.get("paths").properties().forEach(path -> {
            JsonNode post = path.getValue().path("post");
            if (post.path("responses").has("201") || post.path("responses").has("202")) {
                boolean takesKey = post.path("parameters").findValuesAsString("name").contains("Idempotency-Key");
                boolean says = post.path("description").asString().matches("(?s)For [^.]*\\. \\S.*");
                assertThat(takesKey || says).as(path.getKey()).isTrue();
                if (takesKey) {
                    taking.add(path.getKey());
                    assertThat(post.at("/responses/409").toString()).as(path.getKey())
                            .contains("IDEMPOTENCY_KEY_REUSED");
                }
            }
        });
        assertThat(taking).contains("/v1/requests", "/v1/workspaces", "/v1/groups", "/v1/policies", "/v1/connections",
                "/v1/agents", "/v1/agents/{id}/keys", "/v1/members/invitations", "/v1/me/devices/invitations",
                "/v1/policies/{id}/versions", "/v1/governance", "/v1/members/{id}")
                .doesNotContain("/v1/sessions", "/v1/enrolments");
    }

    private static void collect(JsonNode node, List<String> references) {
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isString()) {
            references.add(reference.asString());
        }
        node.forEach(child -> collect(child, references));
    }
}
