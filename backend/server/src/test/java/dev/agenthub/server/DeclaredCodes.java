package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Checks every problem document that tests receive against the codes that the API's description declares for the operation. */
final class DeclaredCodes {
    private static final Map<URI, JsonNode> DESCRIPTIONS = new ConcurrentHashMap<>();
    private static final JsonMapper MAPPER = new JsonMapper();

    private DeclaredCodes() {}

    static void require(OkHttpClient http, URI backend, Request request, String problem) {
        String code = MAPPER.readTree(problem).get("code").asString();
        JsonNode description = description(http, backend);
        Set<String> declared = new TreeSet<>();
        collect(description.at("/components/responses/problem"), declared);
        String path = request.url().encodedPath();
        description.get("paths").properties().stream().filter(entry -> matches(entry.getKey(), path))
                .sorted((left, right) -> Boolean.compare(left.getKey().contains("{"), right.getKey().contains("{")))
                .findFirst().ifPresent(entry -> collect(
                        entry.getValue().path(request.method().toLowerCase(Locale.ROOT)), declared));
        assertThat(declared).as("the codes that the API's description names for %s %s", request.method(), path)
                .contains(code);
    }

    private static boolean matches(String template, String path) {
        return Pattern.matches(template.replaceAll("\\{[a-z]+}", "[^/]+"), path);
    }

    private static void collect(JsonNode node, Set<String> codes) {
        JsonNode own = node.at("/properties/code/enum");
        own.forEach(code -> codes.add(code.asString()));
        node.forEach(child -> collect(child, codes));
    }

    static JsonNode description(OkHttpClient http, URI backend) {
        return DESCRIPTIONS.computeIfAbsent(backend, _ -> fetch(http, backend));
    }

    private static JsonNode fetch(OkHttpClient http, URI backend) {
        String url = backend.resolve("/v1/openapi.json").toString();
        try (Response response = http.newCall(new Request.Builder().url(url).build()).execute()) {
            return MAPPER.readTree(response.body().string());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
