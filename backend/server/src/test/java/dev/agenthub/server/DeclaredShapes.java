package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Checks every payload and event that tests fetch against the schemas of the API's description. */
public final class DeclaredShapes {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, Schema> SCHEMAS = new ConcurrentHashMap<>();

    private DeclaredShapes() {}

    /** The component schema of this name in the description. */
    public static Schema schema(JsonNode description, String name) {
        ObjectNode document = MAPPER.createObjectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.set("components", description.get("components"));
        document.put("$ref", "#/components/schemas/" + name);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);
    }

    static void require(Supplier<JsonNode> description, String path, String body) {
        if (path.matches("/v1/requests/[^/]+/payload")) {
            require(description.get(), MAPPER.readTree(body).get("v").asString().equals("agenthub/action/v1")
                    ? "ActionPayload"
                    : "ChangePayload", body);
        } else if (path.equals("/v1/audit/events")) {
            requireEvents(description.get(), MAPPER.readTree(body).get("items").valueStream()
                    .map(entry -> Base64.getDecoder().decode(entry.get("event").asString())).toList());
        }
    }

    static void requireEvents(JsonNode description, List<byte[]> events) {
        for (byte[] event : events) {
            String text = new String(event, StandardCharsets.UTF_8);
            if (MAPPER.readTree(text).get("type").asString().startsWith("test")) {
                // Not an event of the product: a test has filled its log with it.
                continue;
            }
            require(description, "AuditEvent", text);
            requireKnown(description, MAPPER.readTree(text));
        }
    }

    private static void require(JsonNode description, String name, String document) {
        assertThat(SCHEMAS.computeIfAbsent(name, _ -> schema(description, name)).validate(document, InputFormat.JSON))
                .as("what the API's description says of %s", document).isEmpty();
    }

    /** Clients must ignore unknown members of events; here each member must be described. */
    private static void requireKnown(JsonNode description, JsonNode event) {
        JsonNode described = description.at("/components/schemas/AuditEvent/allOf").valueStream()
                .filter(rule -> rule.at("/if/properties/type/const").equals(event.get("type"))).findFirst()
                .orElseThrow().at("/then/properties/data/properties");
        assertThat(described.propertyNames()).as("the members described for %s", event.get("type"))
                .containsAll(event.get("data").propertyNames());
    }
}
