package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API and the API are one. */
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
        assertThat(status.at("/properties/state/enum").toString()).contains("\"pending\"", "\"executed\"");
        assertThat(description.get("openapi").asString()).isEqualTo("3.1.0");
    }

    @Test
    void namesEachOperationOnce() {
        assertThat(Operations.ALL).extracting(Operation::id).doesNotHaveDuplicates();
        assertThat(Operations.ALL).extracting(Operation::route).doesNotHaveDuplicates();
    }

    private static void collect(JsonNode node, List<String> references) {
        JsonNode reference = node.get("$ref");
        if (reference != null && reference.isString()) {
            references.add(reference.asString());
        }
        node.forEach(child -> collect(child, references));
    }
}
