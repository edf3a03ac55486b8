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
 * The description of one operation of the API.
 *
 * @param credential the kind of credential that it needs
 * @param roles one of which a member needs; empty where every member may call
 * @param query its query parameters; others are refused
 * @param parameters its path parameters that are no UUIDs, by name
 * @param request the record of its body; null where it has none
 * @param answer its successful answer
 * @param repeated what a repeated call is answered, where something other than an idempotency key makes it safe; otherwise null
 * @param ownKey whether it takes an idempotency key that it stores itself
 * @param metered its rate limit; null where it has none
 * @param codes its error codes besides those of every operation of its kind
 */
public record Operation(String method, String path, String summary, Credential credential, List<Role> roles,
        List<QueryParameter<?>> query, Map<String, PathParameter> parameters, @Nullable Class<?> request, Answer answer,
        @Nullable String repeated, boolean ownKey, @Nullable Metered metered, Set<ErrorCode> codes) {

    /** Error codes of every operation. */
    public static final List<ErrorCode> ANY = List.of(ErrorCode.REQUEST_MALFORMED, ErrorCode.TEXT_NOT_STORABLE,
            ErrorCode.NOT_FOUND, ErrorCode.METHOD_NOT_ALLOWED, ErrorCode.HOST_UNKNOWN, ErrorCode.TOO_LARGE,
            ErrorCode.URI_TOO_LONG,
            ErrorCode.HEADERS_TOO_LARGE, ErrorCode.INTERNAL, ErrorCode.UNAVAILABLE, ErrorCode.DATABASE_STOPPED,
            ErrorCode.SERVER_BUSY);

    /** The kinds of credentials. */
    public enum Credential {
        NONE, SESSION, AGENT_KEY
    }

    /**
     * A successful answer.
     *
     * @param also other statuses with the same body
     * @param media null where there is no body
     * @param record the record of the body; null where the body is none
     * @param documents the schemas that describe a body that is no record, one of which applies; empty where there is none
     * @param paged whether the body is a page of records
     * @param proposes whether the answer may be 202 with a proposal
     * @param headers their descriptions, by name
     */
    public record Answer(int status, Set<Integer> also, @Nullable String media, @Nullable Class<?> record,
            List<String> documents, boolean paged, boolean proposes, Map<String, String> headers) {

        public static final String JSON = "application/json";
        public static final String EVENTS = "text/event-stream";

        public Answer {
            also = Set.copyOf(also);
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

    /** The operation id for generated clients, for example {@code postV1AgentsIdKeys}. */
    public String id() {
        StringBuilder id = new StringBuilder(method.toLowerCase(Locale.ROOT));
        Stream.of(path.split("[^A-Za-z0-9]+")).filter(word -> !word.isEmpty())
                .forEach(word -> id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length()));
        return id.toString();
    }

    /** All its error codes, including those of its credential, roles and proposals. */
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
            all.add(ErrorCode.CONTENT_ENCODING_UNSUPPORTED);
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

    /** Whether each call creates something. */
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

    /** Whether its answer is a stream of events. */
    boolean streams() {
        return Answer.EVENTS.equals(answer.media());
    }

    /** Whether it waits for an event (long poll), using few resources meanwhile. */
    boolean lingers() {
        return streams() || query.contains(QueryParameter.WAIT);
    }

    /** The largest body in bytes; smaller for operations without credentials. */
    int largestBody() {
        return credential == Credential.NONE ? HttpLimits.LARGEST_ANONYMOUS_BODY : HttpLimits.LARGEST_BODY;
    }

    Set<String> queryNames() {
        return query.stream().map(QueryParameter::name).collect(Collectors.toUnmodifiableSet());
    }
}
