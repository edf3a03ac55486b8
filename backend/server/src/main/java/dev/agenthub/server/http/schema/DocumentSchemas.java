package dev.agenthub.server.http.schema;

import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.server.agents.ManifestBody;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON Schemas of documents that the API carries as strings or objects, as components of its description. */
public final class DocumentSchemas {
    private static final JsonMapper MAPPER = new JsonMapper();

    private DocumentSchemas() {}

    public static Map<String, JsonNode> all() {
        Map<String, JsonNode> all = new TreeMap<>();
        all.put("Policy", component("Policy", PolicyDocument.class, "policy.schema.json"));
        all.put("GovernanceDocument", component("GovernanceDocument", PolicyDocument.class, "governance.schema.json"));
        all.put("Manifest", component("Manifest", ManifestBody.class, "manifest.schema.json"));
        ObjectNode evidence = read("evidence.schemas.json");
        ObjectNode data = MAPPER.createObjectNode();
        read("events.schemas.json").properties()
                .forEach(type -> data.putObject(type.getKey()).set("data", type.getValue()));
        distinguish(evidence.get("AuditEvent"), "type", data);
        distinguish(evidence.get("ChangePayload"), "kind", read("changes.schemas.json"));
        evidence.properties().forEach(one -> all.put(one.getKey(), one.getValue()));
        return all;
    }

    private static ObjectNode read(String file) {
        return (ObjectNode) MAPPER.readTree(Resources.text(DocumentSchemas.class, file));
    }

    /** Names the constants of a discriminating member, with the schema that applies for each. */
    private static void distinguish(JsonNode schema, String member, ObjectNode words) {
        ArrayNode known = ((ObjectNode) schema.get("properties").get(member)).putArray("enum");
        ArrayNode each = ((ObjectNode) schema).putArray("allOf");
        words.properties().forEach(word -> {
            known.add(word.getKey());
            ObjectNode rule = each.addObject();
            rule.putObject("if").putObject("properties").putObject(member).put("const", word.getKey());
            rule.putObject("then").set("properties", word.getValue());
        });
    }

    /** References a schema from the description's root: few tools support {@code $id}. */
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
