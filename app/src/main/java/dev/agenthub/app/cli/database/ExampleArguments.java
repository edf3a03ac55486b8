package dev.agenthub.app.cli.database;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes example arguments for a tool with a simple schema: its required properties, with the schema's examples where it has them. */
final class ExampleArguments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TEXT = "example";

    private ExampleArguments() {}

    static JsonNode of(JsonNode schema) {
        for (String told : new String[]{"default", "const"}) {
            if (schema.has(told)) {
                return schema.get(told);
            }
        }
        for (String told : new String[]{"examples", "enum"}) {
            if (schema.path(told).has(0)) {
                return schema.path(told).get(0);
            }
        }
        JsonNode type = schema.path("type");
        return switch ((type.isArray() ? type.path(0) : type).asString("object")) {
            case "string" -> NODES.stringNode(text(schema));
            case "integer", "number" -> schema.path("minimum").isNumber()
                    ? schema.path("minimum")
                    : NODES.numberNode(schema.path("maximum").asInt(1));
            case "boolean" -> NODES.booleanNode(true);
            case "null" -> NODES.nullNode();
            case "array" -> array(schema);
            default -> object(schema);
        };
    }

    private static String text(JsonNode schema) {
        String repeated = TEXT.repeat(1 + schema.path("minLength").asInt(0) / TEXT.length());
        return repeated.substring(0,
                Math.min(Math.max(TEXT.length(), schema.path("minLength").asInt(0)),
                        schema.path("maxLength").asInt(repeated.length())));
    }

    private static JsonNode array(JsonNode schema) {
        var items = NODES.arrayNode();
        for (int at = 0; at < schema.path("minItems").asInt(0); at++) {
            items.add(of(schema.path("items")));
        }
        return items;
    }

    private static JsonNode object(JsonNode schema) {
        ObjectNode object = NODES.objectNode();
        schema.path("required").forEach(name -> object.set(name.asString(""),
                of(schema.path("properties").path(name.asString("")))));
        return object;
    }
}
