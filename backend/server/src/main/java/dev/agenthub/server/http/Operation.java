package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.api.ShownOnce;
import dev.agenthub.server.http.Admission.Metered;
import dev.agenthub.server.http.limits.HttpLimits;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be asked of the API, as its description names it.
 *
 * @param credential what a caller shows
 * @param roles one of which a member needs; empty where every member may call
 * @param query its query parameters, and no others are taken
 * @param parameters its path parameters that are no UUIDs, by their names
 * @param request the record that its body is, null where it has none
 * @param answer what it answers with
 * @param repeated what a second call is answered where something else than an idempotency
 *        key keeps it from making the same twice, else null
 * @param ownKey whether it takes an idempotency key that it stores by itself
 * @param metered what it counts as where it may be called only so often, else null
 * @param codes of the problems that it may answer with beside those that every such operation may
 */
public record Operation(String method, String path, String summary, Credential credential, List<Role> roles,
        List<QueryParameter<?>> query, Map<String, PathParameter> parameters, @Nullable Class<?> request, Answer answer,
        @Nullable String repeated, boolean ownKey, @Nullable Metered metered, Set<ErrorCode> codes) {

    /** Codes that any operation may answer with. */
    public static final List<ErrorCode> ANY = List.of(ErrorCode.REQUEST_MALFORMED, ErrorCode.TEXT_NOT_STORABLE,
            ErrorCode.NOT_FOUND, ErrorCode.METHOD_NOT_ALLOWED, ErrorCode.HOST_UNKNOWN, ErrorCode.TOO_LARGE,
            ErrorCode.URI_TOO_LONG,
            ErrorCode.HEADERS_TOO_LARGE, ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE, ErrorCode.DATABASE_STOPPED,
            ErrorCode.SERVER_BUSY);

    /** What a caller shows. */
    public enum Credential {
        NONE, SESSION, AGENT_KEY
    }

    /**
     * What an operation answers with when all goes well.
     *
     * @param media null where there is no body
     * @param record that the body is; null where it is something else than JSON of a record
     * @param documents the schemas of one of which the body is where it is no record; empty where none says it
     * @param paged whether the body is a page of such records
     * @param proposes whether the answer may be 202, and a proposal that others approve first
     * @param headers what they mean, by their names
     */
    public record Answer(int status, @Nullable String media, @Nullable Class<?> record, List<String> documents,
            boolean paged, boolean proposes, Map<String, String> headers) {

        public static final String JSON = "application/json";
        public static final String EVENTS = "text/event-stream";

        public Answer {
            documents = List.copyOf(documents);
            headers = Map.copyOf(headers);
        }
    }

    public Operation {
        roles = List.copyOf(roles);
        query = List.copyOf(query);
        parameters = Map.copyOf(parameters);
        codes = Set.copyOf(codes);
    }

    public String route() {
        return method + " " + path;
    }

    /** A name for generated clients, such as {@code postV1AgentsIdKeys}. */
    public String id() {
        StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
        Stream.of(path.split("[^A-Za-z0-9]+")).filter(word -> !word.isEmpty())
                .forEach(word -> id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length()));
        return id.toString();
    }

    /** Its own codes, with those of who may call and of what is proposed. */
    public Set<ErrorCode> allCodes() {
        EnumSet<ErrorCode> all = EnumSet.noneOf(ErrorCode.class);
        all.addAll(codes);
        if (credential != Credential.NONE) {
            all.add(ErrorCode.UNAUTHENTICATED);
        }
        if (credential == Credential.AGENT_KEY) {
            all.add(ErrorCode.AGENT_DISABLED);
        }
        if (!roles.isEmpty()) {
            all.add(ErrorCode.FORBIDDEN);
        }
        if (path.contains("{")) {
            all.add(ErrorCode.NOT_FOUND);
        }
        if (request != null || !query.isEmpty()) {
            all.add(ErrorCode.REQUEST_MALFORMED);
        }
        if (request != null) {
            all.add(ErrorCode.REQUEST_TOO_SLOW);
            all.add(ErrorCode.MEDIA_TYPE_UNSUPPORTED);
        }
        if (metered != null) {
            all.add(ErrorCode.TOO_MANY_REQUESTS);
        }
        if (streams()) {
            all.add(ErrorCode.TOO_MANY_STREAMS);
        }
        if (answer.proposes()) {
            all.add(ErrorCode.CHANGE_CONFLICT);
        }
        if (takesKey()) {
            all.add(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
        if (remembered() && answer.record() != null && ShownOnce.class.isAssignableFrom(answer.record())) {
            all.add(ErrorCode.ANSWER_SHOWN_ONCE);
        }
        return all;
    }

    /** Whether each call makes something. */
    boolean creates() {
        return method.equals("POST") && (answer.status() == 201 || answer.proposes());
    }

    public boolean takesKey() {
        return ownKey || remembered();
    }

    /** Whether its answer is remembered by the caller's idempotency key. */
    boolean remembered() {
        return creates() && credential == Credential.SESSION && repeated == null;
    }

    /** Whether its answer goes on until one side ends it. */
    boolean streams() {
        return Answer.EVENTS.equals(answer.media());
    }

    /** Whether it waits for something to happen, and takes next to nothing meanwhile. */
    boolean lingers() {
        return streams() || query.contains(QueryParameter.WAIT);
    }

    /** How large its body may be, in bytes: until somebody is known, no larger than such a call needs. */
    int largestBody() {
        return credential == Credential.NONE ? HttpLimits.LARGEST_ANONYMOUS_BODY : HttpLimits.LARGEST_BODY;
    }

    Set<String> queryNames() {
        return query.stream().map(QueryParameter::name).collect(Collectors.toUnmodifiableSet());
    }
}
