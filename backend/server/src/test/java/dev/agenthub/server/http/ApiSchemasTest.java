package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A client can be written from the schemas of the API's description: they say what every field is, and show it. */
class ApiSchemasTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonNode description = MAPPER
            .readTree(new TestClient(TestBackend.get().uri(), null).get("/v1/openapi.json").body());
    private final JsonNode schemas = description.at("/components/schemas");

    /** The schemas of the API's records: those with examples. */
    private List<String> records() {
        return schemas.propertyNames().stream().filter(name -> schemas.get(name).has("examples")).toList();
    }

    private Schema schema(String name) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.set("components", description.get("components"));
        document.put("$ref", "#/components/schemas/" + name);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);
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
                good.replace("\"/refunds\"", "\"refunds\""), good.replace("\"tools\"", "\"extra\""))) {
            assertThat(admin.postRaw("/v1/agents/previews", "{\"manifest\":" + wrong + "}").code()).as(wrong)
                    .isEqualTo("MANIFEST_INVALID");
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
}
