package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a tool's JSON Schema allows at a JSON Pointer into the arguments; references and alternatives are not followed. */
enum ArgumentPlace {
    /** The schema describes no property there. */
    ABSENT, LIST_OR_OBJECT, ANYTHING;

    /** Keywords under which further properties may be described. */
    private static final Set<String> ELSEWHERE = Set.of("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if",
            "then", "else", "dependentSchemas", "patternProperties");
    private static final JsonValue ANY = new JsonBoolean(true);

    /** The kind of value at this JSON Pointer (RFC 6901). */
    static ArgumentPlace of(JsonObject schema, String pointer) {
        Optional<List<String>> tokens = JsonPointer.tokens(pointer);
        if (tokens.isEmpty()) {
            return ABSENT;
        }
        @Nullable
        JsonValue at = schema;
        for (String token : tokens.get()) {
            at = at == null ? null : child(at, token);
        }
        if (at == null || at.equals(new JsonBoolean(false))) {
            return ABSENT;
        }
        return at instanceof JsonObject rules && !types(rules).isEmpty()
                && Set.of("array", "object").containsAll(types(rules)) ? LIST_OR_OBJECT : ANYTHING;
    }

    /** The schema of a member or of an array's items; null where there is none. */
    private static @Nullable JsonValue child(JsonValue schema, String token) {
        if (!(schema instanceof JsonObject rules)) {
            return schema.equals(ANY) ? ANY : null;
        }
        if (rules.get("properties") instanceof JsonObject properties && properties.get(token) != null) {
            return properties.get(token);
        }
        if (rules.members().keySet().stream().anyMatch(ELSEWHERE::contains)) {
            return ANY;
        }
        if (token.matches("[0-9]+") && isList(rules)) {
            return rules.get("prefixItems") == null && rules.get("items") != null ? rules.get("items") : ANY;
        }
        JsonValue others = rules.get("additionalProperties") == null
                ? rules.get("unevaluatedProperties")
                : rules.get("additionalProperties");
        if (others != null) {
            return others;
        }
        boolean holdsNothing = !types(rules).isEmpty() && !types(rules).contains("object");
        return holdsNothing || rules.get("properties") != null ? null : ANY;
    }

    private static boolean isList(JsonObject rules) {
        return rules.get("items") != null || rules.get("prefixItems") != null || types(rules).contains("array");
    }

    private static List<String> types(JsonObject rules) {
        return switch (rules.get("type")) {
            case JsonString(String type) -> List.of(type);
            case JsonArray(List<JsonValue> types) ->
                types.stream().map(type -> type instanceof JsonString(String text) ? text : "").toList();
            case null, default -> List.of();
        };
    }
}
