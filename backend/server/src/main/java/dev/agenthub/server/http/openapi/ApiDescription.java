package dev.agenthub.server.http.openapi;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Headers;
import dev.agenthub.api.Problem;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.Role;
import dev.agenthub.server.http.Operation;
import dev.agenthub.server.http.Operation.Answer;
import dev.agenthub.server.http.PathParameter;
import dev.agenthub.server.http.QueryParameter;
import dev.agenthub.server.http.schema.DocumentSchemas;
import dev.agenthub.server.http.schema.RecordSchemas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the OpenAPI 3.1 description: operations from the routes' declarations, schemas from the API's records. */
final class ApiDescription {
    private static final Pattern PATH_PARAMETER = Pattern.compile("([a-z]+)/\\{([a-z]+)}");

    private final RecordSchemas records = new RecordSchemas();

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
        Map<String, Object> problem = problem(Operation.ANY);
        Map<String, Object> schemas = new TreeMap<>(records.all());
        schemas.putAll(DocumentSchemas.all());
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("openapi", "3.1.0");
        described.put("info", Map.of("title", "AgentHub", "version", "1", "description", ApiIntroduction.text(),
                "license", Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
        described.put("servers",
                List.of(Map.of("url", "/", "description", "The server that this description came from")));
        described.put("tags", Stream.of(ApiTag.values())
                .map(subject -> Map.of("name", subject.title(), "description", subject.description())).toList());
        described.put("paths", paths);
        described.put("components", Map.of("schemas", schemas,
                "responses", Map.of("problem", problem),
                "securitySchemes", Map.of(
                        "member", Map.of("type", "http", "scheme", "bearer", "description", "A session's token"),
                        "agent", Map.of("type", "http", "scheme", "bearer", "description", "An agent's key"))));
        return described;
    }

    private Map<String, Object> operation(Operation operation) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("operationId", operation.id());
        described.put("tags", List.of(ApiTag.of(operation).title()));
        described.put("summary", operation.summary());
        String repeated = operation.repeated();
        described.put("description", repeated == null ? caller(operation) : caller(operation) + " " + repeated);
        described.put("security", security(operation));
        List<Object> parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            described.put("parameters", parameters);
        }
        Class<?> request = operation.request();
        if (request != null) {
            described.put("requestBody",
                    Map.of("required", true, "content", content(Answer.JSON, records.of(request))));
        }
        described.put("responses", responses(operation));
        return described;
    }

    private static String caller(Operation operation) {
        return switch (operation.credential()) {
            case NONE -> "For everybody.";
            case AGENT_KEY -> "For agents.";
            case SESSION -> operation.roles().isEmpty()
                    ? "For every member."
                    : "For members with one of the roles " + operation.roles().stream().map(Role::toString)
                            .collect(Collectors.joining(", ")) + ".";
        };
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
            PathParameter parameter = operation.parameters().getOrDefault(path.group(2),
                    PathParameter.idOf(path.group(1)));
            parameters.add(Map.of("name", path.group(2), "in", "path", "required", true,
                    "description", parameter.description(), "schema", parameter.schema()));
        }
        operation.query().forEach(parameter -> parameters.add(Map.of("name", parameter.name(), "in", "query",
                "required", false, "description", parameter.description(), "schema", parameter.schema())));
        if (operation.takesKey()) {
            parameters.add(Map.of("name", Headers.IDEMPOTENCY_KEY, "in", "header", "required", false, "description",
                    "What the caller knows the call by, so that it can be repeated: see Repeating a call", "schema",
                    Map.of("type", "string", "examples", List.of("\"8e03978e-40d5-43e8-bc93-6894a57f9324\""))));
        }
        return parameters;
    }

    private Map<String, Object> responses(Operation operation) {
        Map<String, Object> responses = new TreeMap<>();
        responses.put(Integer.toString(operation.answer().status()), answer(operation));
        operation.answer().also().forEach(status -> responses.put(Integer.toString(status), answer(operation)));
        if (operation.answer().proposes()) {
            responses.put("202",
                    Map.of("description", "The governance policy asks others first: a request that they decide",
                            "headers", Map.of("Location", header("Where that request is")),
                            "content", content(Answer.JSON, records.of(ProposedChange.class))));
        }
        operation.allCodes().stream().collect(Collectors.groupingBy(ErrorCode::status))
                .forEach((status, codes) -> responses.put(Integer.toString(status),
                        status == 401 ? unauthenticated(codes) : problem(codes)));
        responses.put("default", Map.of("$ref", "#/components/responses/problem"));
        return responses;
    }

    private Map<String, Object> problem(List<ErrorCode> codes) {
        return Map.of("description", codes.stream().sorted().map(code -> "`" + code + "`: " + code.title() + ".")
                .collect(Collectors.joining(" ")),
                "content", content(Problem.MEDIA_TYPE, Map.of("allOf", List.of(records.of(Problem.class),
                        Map.of("properties", Map.of("code", Map.of("enum", codes.stream().sorted().map(Enum::name)
                                .toList())))))));
    }

    private Map<String, Object> unauthenticated(List<ErrorCode> codes) {
        Map<String, Object> described = new LinkedHashMap<>(problem(codes));
        described.put("headers", Map.of("WWW-Authenticate", header("Bearer (RFC 6750)")));
        return described;
    }

    private static Map<String, Object> content(String media, Object schema) {
        return Map.of(media, Map.of("schema", schema));
    }

    private static Map<String, Object> header(String meaning) {
        return Map.of("description", meaning, "schema", Map.of("type", "string"));
    }

    private Map<String, Object> answer(Operation operation) {
        Answer answer = operation.answer();
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("description", operation.summary());
        if (!answer.headers().isEmpty()) {
            Map<String, Object> headers = new TreeMap<>();
            answer.headers().forEach((name, meaning) -> headers.put(name, header(meaning)));
            described.put("headers", headers);
        }
        String media = answer.media();
        if (media != null) {
            Class<?> record = answer.record();
            Map<String, Object> schema = record == null ? document(answer.documents()) : records.of(record);
            described.put("content", content(media, answer.paged() ? page(operation, schema) : schema));
        }
        return described;
    }

    private static Map<String, Object> document(List<String> names) {
        List<Map<String, Object>> each = names.stream()
                .<Map<String, Object>>map(name -> Map.of("$ref", "#/components/schemas/" + name)).toList();
        return each.isEmpty() ? Map.of() : Map.of("oneOf", each);
    }

    /** The schema of a page; a list without a cursor parameter has no {@code next}. */
    private static Map<String, Object> page(Operation operation, Object item) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("items", Map.of("type", "array", "items", item, "description", "In the list's order"));
        operation.query().stream().filter(QueryParameter::continues)
                .forEach(parameter -> properties.put("next", Map.of("type", "string", "description",
                        "The page after this one is asked for with this as the parameter " + parameter.name()
                                + "; absent where this is the last")));
        return Map.of("type", "object", "required", List.of("items"), "properties", properties);
    }
}
