package dev.agenthub.app.cli.database;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes example arguments for a tool: the required properties of its schema, with the schema's examples where it has them. A text with a
 * pattern needs an example in the schema.
 */
final class ExampleArguments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TEXT = "example";
    /** How deep an example goes: a schema may require itself, for which no arguments would do. */
    private static final int DEEPEST = 32;
    /** By the formats of JSON Schema (2020-12, validation, section 7.3) that are not met by any text. */
    private static final Map<String, String> FORMATS = Map.ofEntries(Map.entry("date-time", "2027-01-15T09:30:00Z"),
            Map.entry("date", "2027-01-15"), Map.entry("time", "09:30:00Z"), Map.entry("duration", "PT1H"),
            Map.entry("email", "name@example.com"), Map.entry("idn-email", "name@example.com"),
            Map.entry("hostname", "example.com"), Map.entry("idn-hostname", "example.com"),
            Map.entry("ipv4", "192.0.2.1"), Map.entry("ipv6", "2001:db8::1"),
            Map.entry("uri", "https://example.com/"), Map.entry("iri", "https://example.com/"),
            Map.entry("uuid", "00000000-0000-4000-8000-000000000000"), Map.entry("json-pointer", "/example"),
            Map.entry("relative-json-pointer", "0"));

    private final JsonNode root;

    private ExampleArguments(JsonNode root) {
        this.root = root;
    }

    static JsonNode of(JsonNode schema) {
        return new ExampleArguments(schema).of(schema, 0);
    }

    private JsonNode of(JsonNode schema, int depth) {
        for (String told : List.of("default", "const")) {
            if (schema.has(told)) {
                return schema.get(told);
            }
        }
        for (String told : List.of("examples", "enum")) {
            if (schema.path(told).has(0)) {
                return schema.path(told).get(0);
            }
        }
        String reference = schema.path("$ref").asString("");
        if (reference.startsWith("#") && depth < DEEPEST) {
            return of(root.at(reference.substring(1)), depth + 1);
        }
        JsonNode type = schema.path("type");
        return switch ((type.isArray() ? type.path(0) : type).asString("object")) {
            case "string" -> NODES.stringNode(text(schema));
            case "integer", "number" -> schema.path("minimum").isNumber()
                    ? schema.path("minimum")
                    : NODES.numberNode(schema.path("maximum").asInt(1));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            case "array" -> array(schema, depth);
            default -> object(schema, depth);
        };
    }

    private static String text(JsonNode schema) {
        String formatted = FORMATS.get(schema.path("format").asString(""));
        if (formatted != null) {
            return formatted;
        }
        String repeated = TEXT.repeat(1 + schema.path("minLength").asInt(0) / TEXT.length());
        return repeated.substring(0,
                Math.min(Math.max(TEXT.length(), schema.path("minLength").asInt(0)),
                        schema.path("maxLength").asInt(repeated.length())));
    }

    private JsonNode array(JsonNode schema, int depth) {
        var items = NODES.arrayNode();
        for (int at = 0; at < schema.path("minItems").asInt(0); at++) {
            items.add(of(schema.path("items"), depth + 1));
        }
        return items;
    }

    private JsonNode object(JsonNode schema, int depth) {
        ObjectNode object = NODES.objectNode();
        if (depth < DEEPEST) {
            schema.path("required").forEach(name -> object.set(name.asString(""),
                    of(schema.path("properties").path(name.asString("")), depth + 1)));
        }
        return object;
    }
}
