package dev.agenthub.server.http.schema;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Builds JSON Schemas of the API's records from their classes, their Javadoc and one file of examples. */
public final class RecordSchemas {
    private static final JsonNode EXAMPLES = new JsonMapper()
            .readTree(Resources.text(RecordSchemas.class, "examples.json"));

    private static final Set<String> DOCUMENTS = DocumentSchemas.all().keySet();

    private final Map<String, Object> schemas = new TreeMap<>();

    /** The schemas built so far, including those of nested records, by name. */
    public Map<String, Object> all() {
        return schemas;
    }

    /** The schema of a type, or a reference to it; nested records are added to {@link #all}. */
    public Map<String, Object> of(Type type) {
        return switch (type) {
            case ParameterizedType list when list.getRawType().equals(List.class) ->
                Map.of("type", "array", "items", of(list.getActualTypeArguments()[0]));
            case ParameterizedType other when other.getRawType().equals(Map.class) -> Map.of("type", "object");
            case Class<?> plain when plain.isRecord() || plain.isEnum() -> named(plain);
            case Class<?> plain -> plain(plain);
            default -> throw new IllegalArgumentException("No schema for " + type);
        };
    }

    private static Map<String, Object> plain(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String", "URI" -> Map.of("type", "string");
            case "UUID" -> Map.of("type", "string", "format", "uuid");
            case "Instant" -> Map.of("type", "string", "format", "date-time");
            case "LocalDate" -> Map.of("type", "string", "format", "date");
            case "boolean", "Boolean" -> Map.of("type", "boolean");
            case "int", "Integer" -> Map.of("type", "integer", "format", "int32");
            case "long", "Long" -> Map.of("type", "integer", "format", "int64");
            default -> throw new IllegalArgumentException("No schema for " + type);
        };
    }

    private Map<String, Object> named(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            schemas.put(name, Map.of());
            schemas.put(name, type.isEnum() ? words(type) : record(type));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static Map<String, Object> words(Class<?> type) {
        RecordDocs docs = RecordDocs.of(type);
        StringBuilder description = new StringBuilder(docs.text());
        List<String> words = new ArrayList<>();
        for (Object constant : Objects.requireNonNull(type.getEnumConstants())) {
            words.add(constant.toString());
            String meaning = docs.members().get(((Enum<?>) constant).name());
            if (meaning != null) {
                description.append("\n* `").append(constant).append("`: ").append(meaning);
            }
        }
        return Map.of("type", "string", "description", description.toString(), "enum", words);
    }

    private Map<String, Object> record(Class<?> type) {
        RecordDocs docs = RecordDocs.of(type);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        Map<String, Map<String, Object>> bounds = RecordBounds.of(type);
        for (RecordComponent component : Objects.requireNonNull(type.getRecordComponents())) {
            Map<String, Object> property = bounded(of(component.getGenericType()),
                    bounds.getOrDefault(component.getName(), Map.of()));
            String description = docs.members().get(component.getName());
            if (description != null) {
                property.put("description", description);
                property.putAll(document(component.getType(), description));
            }
            properties.put(component.getName(), property);
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("description", docs.text());
        schema.put("required", required);
        schema.put("properties", properties);
        List<Object> examples = new ArrayList<>(List.of(example(type)));
        if (EXAMPLES.has(type.getSimpleName() + " 2")) {
            examples.add(example(type, EXAMPLES.get(type.getSimpleName() + " 2")));
        }
        schema.put("examples", examples);
        return schema;
    }

    /** The schema of a string or object whose Javadoc names a document's schema. */
    private static Map<String, Object> document(Class<?> type, String description) {
        List<Map<String, Object>> named = DOCUMENTS.stream().filter(name -> description.contains("`" + name + "`"))
                .<Map<String, Object>>map(name -> Map.of("$ref", "#/components/schemas/" + name)).toList();
        if (named.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> schema = named.size() == 1 ? named.getFirst() : Map.of("oneOf", named);
        return type == String.class ? Map.of("contentMediaType", "application/json", "contentSchema", schema) : schema;
    }

    /** Adds bounds; those of a list of strings apply to its items. */
    private static Map<String, Object> bounded(Map<String, Object> schema, Map<String, Object> bounds) {
        Map<String, Object> bounded = new LinkedHashMap<>(schema);
        if (schema.get("items") instanceof Map<?, ?> items && !bounds.containsKey("maxItems")) {
            Map<Object, Object> each = new LinkedHashMap<>(items);
            each.putAll(bounds);
            bounded.put("items", each);
        } else {
            bounded.putAll(bounds);
        }
        return bounded;
    }

    private static Map<String, Object> example(Class<?> type) {
        return example(type, EXAMPLES.path(type.getSimpleName()));
    }

    /**
     * Adds examples: the record's own, else that of the member's type, else the common one
     * of the member's name; null leaves the member out.
     */
    private static Map<String, Object> example(Class<?> type, JsonNode own) {
        Map<String, Object> example = new LinkedHashMap<>();
        for (RecordComponent component : Objects.requireNonNull(type.getRecordComponents())) {
            String name = component.getName();
            Object value = own.has(name) ? own.get(name) : example(component.getGenericType(), name);
            if (value != null && !(value instanceof JsonNode node && node.isNull())) {
                example.put(name, value);
            }
        }
        return example;
    }

    private static @Nullable Object example(Type type, String name) {
        return switch (type) {
            case ParameterizedType list when list.getRawType().equals(List.class)
                    && list.getActualTypeArguments()[0] instanceof Class<?> item && item.isRecord() ->
                List.of(example(item));
            case Class<?> record when record.isRecord() -> example(record);
            // A missing example fails a test, not the server.
            default -> EXAMPLES.get("*").get(name);
        };
    }
}
