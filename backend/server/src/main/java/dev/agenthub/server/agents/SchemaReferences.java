package dev.agenthub.server.agents;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a JSON Schema (2020-12) refers only to itself, and that checking a value against it ends.
 *
 * <p>A schema may be recursive over the parts of a value, which become smaller. It may not be recursive over the same
 * value, by a reference or an alternative: checking would not end, or take exponential time where each step branches.
 */
final class SchemaReferences {

    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final Set<String> REFERENCES = Set.of("$ref", "$dynamicRef");
    private static final Set<String> ANCHORS = Set.of("$anchor", "$dynamicAnchor");
    private static final Set<String> OF_SAME_VALUE = Set.of("allOf", "anyOf", "oneOf", "not", "if", "then", "else");
    private static final Set<String> OF_PARTS = Set.of("items", "prefixItems", "contains", "additionalProperties",
            "propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema");
    private static final String NAMED_OF_SAME_VALUE = "dependentSchemas";
    private static final Set<String> NAMED_OF_PARTS = Set.of("properties", "patternProperties", "$defs");
    private static final int LONGEST_CHAIN = 64;
    /** How many schemas one value may be checked against. */
    private static final long MOST_CHECKS = 10_000;

    private final JsonObject root;
    private final Map<String, String> anchors = new HashMap<>();
    private final Map<String, JsonObject> schemas = new LinkedHashMap<>();
    /** By place, how many schemas a value is checked against from there; 0 while that is being counted, which detects cycles. */
    private final Map<String, Long> checks = new HashMap<>();

    private SchemaReferences(JsonObject root) {
        this.root = root;
    }

    /**
     * Checks a schema.
     *
     * @throws IllegalArgumentException naming the reference that leads nowhere, outside or in a circle
     */
    static void require(JsonObject schema) {
        if (schema.get("$schema") != null
                && !(schema.get("$schema") instanceof JsonString(String dialect) && dialect.equals(DIALECT))) {
            throw new IllegalArgumentException("\"$schema\" is " + DIALECT + " where it is given");
        }
        SchemaReferences references = new SchemaReferences(schema);
        references.collect("", schema);
        // A reference may lead to a place not yet known as a schema; that place is then a schema and may have references.
        for (int seen = -1; seen < references.schemas.size();) {
            seen = references.schemas.size();
            Map.copyOf(references.schemas).forEach(references::collectTargets);
        }
        references.schemas.keySet().forEach(place -> references.count(place, 0));
    }

    private void collect(String place, @Nullable JsonValue value) {
        if (!(value instanceof JsonObject schema) || schemas.putIfAbsent(place, schema) != null) {
            return;
        }
        if (!place.isEmpty() && schema.get("$id") != null) {
            throw fault(place, "only the whole schema may have an \"$id\"");
        }
        ANCHORS.forEach(word -> {
            if (schema.get(word) instanceof JsonString(String name) && anchors.put(name, place) != null) {
                throw fault(place, "the anchor is there twice");
            }
        });
        schema.members().forEach((word, member) -> {
            String at = JsonPointer.child(place, word);
            if (NAMED_OF_PARTS.contains(word) || word.equals(NAMED_OF_SAME_VALUE)) {
                children(at, member).forEach(this::collect);
            } else if (OF_PARTS.contains(word) || OF_SAME_VALUE.contains(word)) {
                (member instanceof JsonArray ? children(at, member) : Map.of(at, member)).forEach(this::collect);
            }
        });
    }

    private void collectTargets(String place, JsonObject schema) {
        schema.members().forEach((word, reference) -> {
            if (REFERENCES.contains(word)) {
                String target = target(place, word, reference);
                collect(target, JsonPointer.find(root, target));
            }
        });
    }

    /** The place, as a JSON Pointer, that a reference leads to. */
    private String target(String place, String word, JsonValue reference) {
        if (!(reference instanceof JsonString(String text)) || !text.startsWith("#")) {
            throw fault(JsonPointer.child(place, word), "a tool's schema refers only to its own parts, as #...");
        }
        String fragment = URLDecoder.decode(text.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        String target = fragment.isEmpty() || fragment.startsWith("/") ? fragment : anchors.get(fragment);
        if (target != null) {
            JsonValue there = JsonPointer.find(root, target);
            if (there instanceof JsonObject || there instanceof JsonBoolean) {
                return target;
            }
        }
        throw fault(JsonPointer.child(place, word), "there is no schema where it refers to");
    }

    /** Counts the schemas that a value is checked against when it is checked against this one. */
    private long count(String place, int chain) {
        JsonObject schema = schemas.get(place);
        if (schema == null) {
            return 1;
        }
        Long known = checks.get(place);
        if (known != null && known > 0) {
            return known;
        }
        if (known != null || chain > LONGEST_CHAIN) {
            throw fault(place, known != null
                    ? "it asks of a value what it asks of the same value again, without end"
                    : "it asks one thing behind the other more than " + LONGEST_CHAIN + " times");
        }
        checks.put(place, 0L);
        long sum = 1;
        for (Map.Entry<String, JsonValue> member : schema.members().entrySet()) {
            for (String next : ofSameValue(place, member.getKey(), member.getValue())) {
                sum += count(next, chain + 1);
            }
        }
        if (sum > MOST_CHECKS) {
            throw fault(place, "it checks a value more than " + MOST_CHECKS + " times");
        }
        checks.put(place, sum);
        return sum;
    }

    private Set<String> ofSameValue(String place, String word, JsonValue member) {
        String at = JsonPointer.child(place, word);
        if (REFERENCES.contains(word)) {
            return Set.of(target(place, word, member));
        }
        if (word.equals(NAMED_OF_SAME_VALUE)) {
            return children(at, member).keySet();
        }
        if (!OF_SAME_VALUE.contains(word)) {
            return Set.of();
        }
        return member instanceof JsonArray ? children(at, member).keySet() : Set.of(at);
    }

    private static Map<String, JsonValue> children(String place, JsonValue parent) {
        Map<String, JsonValue> children = new LinkedHashMap<>();
        if (parent instanceof JsonObject object) {
            object.members().forEach((name, child) -> children.put(JsonPointer.child(place, name), child));
        } else if (parent instanceof JsonArray(List<JsonValue> items)) {
            for (int i = 0; i < items.size(); i++) {
                children.put(JsonPointer.item(place, i), items.get(i));
            }
        }
        return children;
    }

    private static IllegalArgumentException fault(String place, String what) {
        return new IllegalArgumentException("at \"" + place + "\": " + what);
    }
}
