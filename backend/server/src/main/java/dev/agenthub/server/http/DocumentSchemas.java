package dev.agenthub.server.http;

import dev.agenthub.server.agents.ManifestBody;
import dev.agenthub.server.policies.rules.PolicyDocument;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schemas of documents that go through the API as texts or objects, as components of its description. */
final class DocumentSchemas {
    private static final JsonMapper MAPPER = new JsonMapper();

    private DocumentSchemas() {}

    static Map<String, JsonNode> all() {
        return Map.of("Policy", component("Policy", PolicyDocument.class, "policy.schema.json"),
                "GovernanceDocument",
                component("GovernanceDocument", PolicyDocument.class, "governance.schema.json"),
                "Manifest", component("Manifest", ManifestBody.class, "manifest.schema.json"));
    }

    /** Referred to from the description's root, which every tool understands, while few know of $id. */
    private static JsonNode component(String name, Class<?> beside, String file) {
        String text = Resources.text(beside, file)
                .replace("urn:agenthub:policy:v1#/", "#/components/schemas/Policy/")
                .replace("\"#/$defs/", "\"#/components/schemas/" + name + "/$defs/");
        ObjectNode schema = (ObjectNode) MAPPER.readTree(text);
        schema.remove("$schema");
        schema.remove("$id");
        return schema;
    }
}
