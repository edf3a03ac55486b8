package dev.agenthub.server.http;

import dev.agenthub.api.Problem;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.Role;
import dev.agenthub.server.http.Operation.Answer;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Describes the API in OpenAPI 3.1: the operations as their routes declare them, the schemas as the API's records really are. */
final class ApiDescription {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([a-z]+)}");

    private final Map<String, Object> schemas = new TreeMap<>();

    private ApiDescription() {}

    static Map<String, Object> of(List<Operation> operations) {
        return new ApiDescription().describe(operations);
    }

    private Map<String, Object> describe(List<Operation> operations) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Operation operation : operations) {
            paths.computeIfAbsent(operation.path(), _ -> new LinkedHashMap<>())
                    .put(operation.method().toLowerCase(Locale.ROOT), operation(operation));
        }
        Object problem = schema(Problem.class);
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("openapi", "3.1.0");
        described.put("info", Map.of("title", "AgentHub", "version", "1", "description",
                "Agents ask for actions; people approve the exact bytes. Every failure is a problem document of RFC 9457 with a stable code: "
                        + Stream.of(ErrorCode.values()).map(ErrorCode::name).sorted().collect(Collectors.joining(", "))
                        + "."));
        described.put("paths", paths);
        described.put("components", Map.of("schemas", schemas,
                "responses", Map.of("problem", Map.of("description", "What went wrong, with a stable code",
                        "content", Map.of(Problem.MEDIA_TYPE, Map.of("schema", problem)))),
                "securitySchemes", Map.of(
                        "member", Map.of("type", "http", "scheme", "bearer", "description", "A session's token"),
                        "agent", Map.of("type", "http", "scheme", "bearer", "description", "An agent's key"))));
        return described;
    }

    private Map<String, Object> operation(Operation operation) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", operation.id());
        described.put("summary", operation.summary());
        described.put("security", security(operation));
        List<Object> parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        Class<?> request = operation.request();
        if (request != null) {
            described.put("requestBody", Map.of("required", true, "content", content(Answer.JSON, schema(request))));
        }
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(Integer.toString(operation.answer().status()), answer(operation));
        if (operation.answer().proposes()) {
            responses.put("202",
                    Map.of("description", "The governance policy asks others first: a request that they decide",
                            "content", content(Answer.JSON, schema(ProposedChange.class))));
        }
        responses.put("default", Map.of("$ref", "#/components/responses/problem"));
        described.put("responses", responses);
        return described;
    }

    private static List<Object> security(Operation operation) {
        List<String> roles = operation.roles().stream().map(Role::toString).toList();
        return switch (operation.credential()) {
            case NONE -> List.of();
            case SESSION -> List.of(Map.of("member", roles));
            case AGENT_KEY -> List.of(Map.of("agent", List.of()));
        };
    }

    private static List<Object> parameters(Operation operation) {
        List<Object> parameters = new ArrayList<>();
        Matcher path = PATH_PARAMETER.matcher(operation.path());
        while (path.find()) {
            parameters.add(Map.of("name", path.group(1), "in", "path", "required", true, "schema",
                    Map.of("type", "string")));
        }
        operation.query().forEach(parameter -> parameters.add(Map.of("name", parameter.name(), "in", "query",
                "required", false, "description", parameter.description(), "schema", parameter.schema())));
        return parameters;
    }

    private static Map<String, Object> content(String media, Object schema) {
        return Map.of(media, Map.of("schema", schema));
    }

    private Map<String, Object> answer(Operation operation) {
        Answer answer = operation.answer();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", operation.summary());
        if (!answer.headers().isEmpty()) {
            Map<String, Object> headers = new TreeMap<>();
            answer.headers().forEach((name, meaning) -> headers.put(name,
                    Map.of("description", meaning, "schema", Map.of("type", "string"))));
            described.put("headers", headers);
        }
        String media = answer.media();
        if (media != null) {
            Class<?> record = answer.record();
            Object schema = record == null ? Map.of() : schema(record);
            described.put("content", content(media, answer.paged() ? page(schema) : schema));
        }
        return described;
    }

    private static Map<String, Object> page(Object item) {
        return Map.of("type", "object", "required", List.of("items"), "properties",
                Map.of("items", Map.of("type", "array", "items", item), "next", Map.of("type", "string")));
    }

    private Object schema(Type type) {
        return switch (type) {
            case ParameterizedType list when list.getRawType().equals(List.class) ->
                Map.of("type", "array", "items", schema(list.getActualTypeArguments()[0]));
            case ParameterizedType other when other.getRawType().equals(Map.class) -> Map.of("type", "object");
            case Class<?> plain -> plain(plain);
            default -> throw new IllegalArgumentException("No schema for " + type);
        };
    }

    private Object plain(Class<?> type) {
        if (type.isRecord()) {
            return record(type);
        }
        if (type.isEnum()) {
            return Map.of("type", "string", "enum",
                    Stream.of(type.getEnumConstants()).map(Object::toString).toList());
        }
        return switch (type.getSimpleName()) {
            case "String", "URI" -> Map.of("type", "string");
            case "UUID" -> Map.of("type", "string", "format", "uuid");
            case "Instant" -> Map.of("type", "string", "format", "date-time");
            case "Duration" -> Map.of("type", "string", "format", "duration");
            case "boolean", "Boolean" -> Map.of("type", "boolean");
            case "int", "Integer" -> Map.of("type", "integer", "format", "int32");
            case "long", "Long" -> Map.of("type", "integer", "format", "int64");
            case "Object" -> Map.of();
            default -> throw new IllegalArgumentException("No schema for " + type);
        };
    }

    private Object record(Class<?> type) {
        String name = type.getSimpleName();
        if (!schemas.containsKey(name)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            schemas.put(name, properties);
            List<String> required = new ArrayList<>();
            for (RecordComponent component : Objects.requireNonNull(type.getRecordComponents())) {
                properties.put(component.getName(), schema(component.getGenericType()));
                if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    required.add(component.getName());
                }
            }
            schemas.put(name, Map.of("type", "object", "required", required, "properties", properties));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }
}
