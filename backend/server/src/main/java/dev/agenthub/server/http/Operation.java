package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked of the API, as its description names it.
 *
 * @param request the record that its body is, null where it has none
 * @param response the record that its answer is, null where it has none or one that is not JSON
 * @param paged whether the answer is a page of such records
 * @param media the answer's media type, null for none
 * @param query the names of its query parameters
 * @param proposes whether it can become a proposal that others approve first
 */
record Operation(String method, String path, Caller caller, String summary, @Nullable Class<?> request,
        @Nullable Class<?> response, boolean paged, int status, @Nullable String media, List<String> query,
        boolean proposes) {

    /** Whose token it takes. */
    enum Caller {
        ANYBODY, MEMBER, AGENT
    }

    private static final String JSON = "application/json";

    Operation {
        query = List.copyOf(query);
    }

    static Operation get(String path, Caller caller, Class<?> response, String summary) {
        return new Operation("GET", path, caller, summary, null, response, false, 200, JSON, List.of(), false);
    }

    static Operation post(String path, Caller caller, @Nullable Class<?> request, int status, Class<?> response,
            String summary) {
        return new Operation("POST", path, caller, summary, request, response, false, status, JSON, List.of(), false);
    }

    static Operation delete(String path, Caller caller, String summary) {
        return new Operation("DELETE", path, caller, summary, null, null, false, 204, null, List.of(), false);
    }

    /** Its answer is a page. */
    Operation inPages() {
        return new Operation(method, path, caller, summary, request, response, true, status, media, query, proposes);
    }

    /** Its answer is something else than JSON. */
    Operation answering(String type) {
        return new Operation(method, path, caller, summary, request, null, false, status, type, query, proposes);
    }

    /** It answers 202 with a {@code ProposedChange} where governance asks others first. */
    Operation orProposed() {
        return new Operation(method, path, caller, summary, request, response, paged, status, media, query, true);
    }

    Operation with(String... parameters) {
        return new Operation(method, path, caller, summary, request, response, paged, status, media,
                List.of(parameters), proposes);
    }

    String route() {
        return method + " " + path;
    }

    /** A name for generated clients, such as {@code postV1AgentsIdKeys}. */
    String id() {
        StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
        Stream.of(path.split("[^A-Za-z0-9]+")).filter(word -> !word.isEmpty())
                .forEach(word -> id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length()));
        return id.toString();
    }

    /** The codes of all problems, which any operation may answer with. */
    static List<String> problemCodes() {
        return Stream.of(ErrorCode.values()).map(Enum::name).sorted().toList();
    }
}
