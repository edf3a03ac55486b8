package dev.agenthub.server.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import dev.agenthub.server.DeclaredShapes;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests that the schemas of the API's description suffice to write a client: every member has a description and an example. */
class ApiSchemasTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final List<String> TEXTS = Stream.concat(
            Stream.of("", " ", "a", "A b", " a", "a ", "caf\u00e9", "a/b", "a\\b", "..", "a;b", "-a", "a.b", "a.",
                    "AA==", "AAA=", "AAA",
                    "AB==", "0".repeat(16), "0".repeat(64), "A".repeat(44), "A".repeat(43) + "=", "A".repeat(86) + "==",
                    "\u2028"),
            Stream.of(63, 64, 100, 101, 200, 201, 300, 301, 500, 501, 2_000, 2_001, 4_000, 4_001, 8_192, 8_193)
                    .flatMap(length -> Stream.of("a".repeat(length), "\uD83D\uDE00".repeat(length))))
            .toList();

    private final JsonNode description = MAPPER
            .readTree(new TestClient(TestBackend.get().uri(), null).get("/v1/openapi.json").body());
    private final JsonNode schemas = description.at("/components/schemas");

    /** The schemas of the API's records: those with examples. */
    private List<String> records() {
        return schemas.propertyNames().stream().filter(name -> schemas.get(name).has("examples")).toList();
    }

    private Schema schema(String name) {
        return DeclaredShapes.schema(description, name);
    }

    @Test
    void saysWhatEveryFieldIs() {
        List<String> silent = new ArrayList<>();
        for (String name : schemas.propertyNames()) {
            if (schemas.get(name).path("description").asString("").isBlank()) {
                silent.add(name);
            }
        }
        for (String name : records()) {
            schemas.get(name).get("properties").properties().forEach(field -> {
                if (field.getValue().path("description").asString("").isBlank()) {
                    silent.add(name + "." + field.getKey());
                }
            });
        }
        assertThat(silent).isEmpty();
        assertThat(records()).hasSizeGreaterThan(50);
        assertThat(description.findValuesAsString("description")).noneMatch(text -> text.contains("{@"));
    }

    @Test
    void showsEveryFieldInAnExampleThatItsSchemaAccepts() {
        TreeSet<String> shown = new TreeSet<>();
        TreeSet<String> all = new TreeSet<>(Comparator.naturalOrder());
        for (String name : records()) {
            all.addAll(schemas.get(name).get("properties").propertyNames());
            for (JsonNode example : schemas.get(name).get("examples")) {
                shown.addAll(example.propertyNames());
                assertThat(schema(name).validate(example.toString(), InputFormat.JSON)).as(name).isEmpty();
            }
        }
        all.removeAll(shown);
        assertThat(all).isEmpty();
    }

    @Test
    void showsExamplesThatTheRecordsThemselvesAccept() throws ClassNotFoundException {
        for (String name : records()) {
            for (JsonNode example : schemas.get(name).get("examples")) {
                Class<?> type = Class.forName("dev.agenthub.api." + name);
                assertThat(MAPPER.treeToValue(example, type)).as(name).isInstanceOf(type);
            }
        }
    }

    @Test
    void showsDocumentsThatTheirSchemasAccept() {
        assertThat(problems("Policy", "NewPolicyRequest", "document")).isEmpty();
        assertThat(problems("GovernanceDocument", "SetGovernanceRequest", "document")).isEmpty();
        assertThat(problems("Manifest", "ManifestRequest", "manifest")).isEmpty();
        assertThat(problems("Policy", "SetGovernanceRequest", "document")).isNotEmpty();
    }

    @Test
    void linksTextsThatHoldADocumentToItsSchema() {
        assertThat(schemas.at("/AuditEntry/properties/event/contentSchema/$ref").asString())
                .isEqualTo("#/components/schemas/AuditEvent");
        assertThat(schemas.at("/SignedStatement/properties/statement/contentSchema/oneOf")
                .findValuesAsString("$ref")).containsExactly("#/components/schemas/DecisionStatement",
                        "#/components/schemas/DelegationStatement");
        assertThat(schemas.at("/NewPolicyRequest/properties/document/contentSchema/$ref").asString())
                .isEqualTo("#/components/schemas/Policy");
        assertThat(schemas.at("/ManifestRequest/properties/manifest/$ref").asString())
                .isEqualTo("#/components/schemas/Manifest");
    }

    private List<?> problems(String schema, String record, String member) {
        JsonNode document = schemas.at("/" + record + "/examples/0/" + member);
        return schema(schema).validate(document.isString() ? document.asString() : document.toString(),
                InputFormat.JSON);
    }

    @Test
    void refusesAManifestAsTheServerDoes() {
        TestClient admin = new TestOrganization().owner().client();
        String good = schemas.at("/ManifestRequest/examples/0/manifest").toString().replace("Payments", "Provider");
        assertThat(admin.postRaw("/v1/agents/previews", "{\"manifest\":" + good + "}").status()).isEqualTo(200);
        for (String wrong : List.of(good.replace("\"POST\"", "\"TRACE\""), good.replace("manifest/v1", "manifest/v9"),
                good.replace("\"high\"", "\"none\""), good.replace("\"scopes\":[],", ""),
                good.replace("\"/refunds\"", "\"refunds\""), good.replace("\"tools\"", "\"extra\""),
                good.replace("\"Content-Type\"", "\"hOST\""), good.replace("\"headers\"", "\"header\""),
                good.replace("\"http\":", "\"retry\":1,\"http\":"),
                good.replace("\"risk\":", "\"note\":\"\",\"risk\":"))) {
            assertThat(admin.postRaw("/v1/agents/previews", "{\"manifest\":" + wrong + "}").code()).as(wrong)
                    .isEqualTo("MANIFEST_INVALID");
            assertThat(schema("Manifest").validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void knowsToolsThatAManifestTakesFromAService() {
        String taking = "{\"v\":\"agenthub/manifest/v1\",\"name\":\"a\",\"workspace\":\"b\",\"policy\":\"c\",\"tools\":[{\"name\":\"d\",\"from\":\"e/f\",\"connector\":\"g\"}]}";
        assertThat(schema("Manifest").validate(taking, InputFormat.JSON)).isEmpty();
        for (String wrong : List.of(taking.replace("e/f", "f"), taking.replace("\"name\":\"d\",", ""),
                taking.replace("\"from\"", "\"scopes\":[],\"from\""))) {
            assertThat(schema("Manifest").validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
        }
    }

    @Test
    void acceptsNoExampleThatIsSpoilt() {
        for (String name : records()) {
            ObjectNode spoilt = (ObjectNode) schemas.get(name).get("examples").get(0).deepCopy();
            JsonNode required = schemas.get(name).get("required");
            if (!required.isEmpty()) {
                spoilt.remove(required.get(0).asString());
                assertThat(schema(name).validate(spoilt.toString(), InputFormat.JSON)).as(name).isNotEmpty();
            }
        }
    }

    /** A client that sends what the schema accepts is not refused for a bound that only the server knows. */
    @Test
    void refusesInEachTextNumberAndListWhatTheRecordItselfRefuses() throws ClassNotFoundException {
        int refused = 0;
        List<String> different = new ArrayList<>();
        for (String name : records()) {
            Class<?> type = Class.forName("dev.agenthub.api." + name);
            Schema schema = schema(name);
            ObjectNode example = (ObjectNode) schemas.get(name).get("examples").get(0);
            for (String member : example.propertyNames()) {
                for (JsonNode value : others(schemas.get(name).at("/properties/" + member), example.get(member))) {
                    ObjectNode changed = example.deepCopy();
                    changed.set(member, value);
                    boolean accepted = isAccepted(type, changed);
                    refused += accepted ? 0 : 1;
                    if (schema.validate(changed.toString(), InputFormat.JSON).isEmpty() != accepted) {
                        different.add("%s.%s with %.100s".formatted(name, member, value));
                    }
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(refused).isGreaterThan(300);
    }

    private static List<JsonNode> others(JsonNode schema, JsonNode example) {
        String type = schema.path("type").asString("");
        if (type.equals("integer")) {
            return Stream.of(-1, 0, 1, 1_000, 1_001).<JsonNode>map(MAPPER.getNodeFactory()::numberNode).toList();
        }
        if (type.equals("array")) {
            return schema.at("/items/type").asString("").equals("string") && !schema.at("/items").has("format")
                    ? TEXTS.stream().<JsonNode>map(text -> MAPPER.createArrayNode().add(text)).toList()
                    : Stream.of(0, 1, 10, 11).<JsonNode>map(size -> repeated(example, size)).toList();
        }
        return type.equals("string") && !schema.has("format")
                ? TEXTS.stream().<JsonNode>map(MAPPER.getNodeFactory()::stringNode).toList()
                : List.of();
    }

    private static JsonNode repeated(JsonNode example, int size) {
        ArrayNode list = MAPPER.createArrayNode();
        for (int i = 0; i < size && !example.isEmpty(); i++) {
            list.add(example.get(0));
        }
        return list;
    }

    private static boolean isAccepted(Class<?> type, JsonNode value) {
        try {
            MAPPER.treeToValue(value, type);
            return true;
        } catch (JacksonException _) {
            return false;
        }
    }
}
