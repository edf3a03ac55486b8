package dev.agenthub.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Headers;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.ShownOnce;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.PercentEncoding;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.StorableText;
import dev.agenthub.server.governance.ChangeResult;
import dev.agenthub.server.idempotency.IdempotencyKey;
import dev.agenthub.server.idempotency.RememberedAnswers.Effected;
import dev.agenthub.server.idempotency.Reply;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Parses JSON request bodies to the API's records, and writes records as JSON. Unknown members are errors. */
public final class JsonBody {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule().addDeserializer(UUID.class, new UuidReader())
                    .setDeserializerModifier(EnumReader.ofEveryEnum()))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(
                    JsonInclude.Include.NON_NULL))
            .build();

    private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    private static final String IDENTITY = "identity";
    private static final Pattern NO_OCTET = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private JsonBody() {}

    /**
     * Parses the request's body.
     *
     * @throws RefusedException REQUEST_MALFORMED, naming the member but not its value; TEXT_NOT_STORABLE
     */
    static <T> T read(Context context, Class<T> type) {
        byte[] body = body(context);
        // Jackson accepts unpaired surrogates and U+0000, which PostgreSQL cannot store.
        JsonValue json = StorableText.parse(body, ErrorCode.REQUEST_MALFORMED);
        T value;
        try {
            value = MAPPER.readValue(body, type);
        } catch (JacksonException e) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, UnreadableBody.say(e, json, type), e);
        }
        if (value == null) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The body is null.");
        }
        return value;
    }

    /** The bytes of the request's body. */
    static byte[] body(Context context) {
        return Admission.body(context).bytes();
    }

    /** An answer with this record as JSON. */
    public static Reply reply(int status, Object value) {
        return new Reply(status, null, MAPPER.writeValueAsString(value),
                value instanceof ShownOnce secret ? secret.withoutSecret() : null);
    }

    /**
     * An answer with the result of a change, or with 202 and the proposal.
     *
     * @param shown converts the result to the API's record
     */
    public static <T, S> Effected reply(int status, ChangeResult<T> outcome, Function<T, S> shown) {
        return switch (outcome) {
            case ChangeResult.Done<T>(T result, Supplier<T> completed) ->
                new Effected(reply(status, shown.apply(result)), () -> reply(status, shown.apply(completed.get())));
            case ChangeResult.Proposed<T>(ProposedChange change) -> {
                Reply proposed = new Reply(202, "/v1/requests/" + change.request(), MAPPER.writeValueAsString(change),
                        null);
                yield new Effected(proposed, () -> proposed);
            }
        };
    }

    public static void write(Context context, Reply reply) {
        String location = reply.location();
        if (location != null) {
            context.header("Location", location);
        }
        context.status(reply.status()).contentType("application/json")
                .result(reply.body().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws RefusedException REQUEST_MALFORMED */
    static Optional<IdempotencyKey> idempotencyKey(Context context) {
        return IdempotencyKey.of(Collections.list(context.req().getHeaders(Headers.IDEMPOTENCY_KEY)));
    }

    /** A hash over what identifies the call: operation, path, query, and body in canonical form. */
    static Hash requestHash(Context context) {
        byte[] body = body(context);
        try {
            body = body.length == 0 ? body : JsonValue.parse(body).canonicalBytes();
        } catch (EvidenceException _) {
            // The handler reports what is wrong with it.
        }
        String query = context.queryString();
        return Hash.sha256((context.method() + " " + context.path() + "?" + (query == null ? "" : query) + "\n")
                .getBytes(StandardCharsets.UTF_8), body);
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Refuses requests with two credentials: a proxy might have used the other one. */
    static void requireOneCaller(Context context) {
        if (Collections.list(context.req().getHeaders("Authorization")).size() > 1) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "Authorization comes once.");
        }
    }

    /** Refuses bodies without a JSON content type: browsers send other types across origins without asking (CORS). */
    static void requireJson(Context context) {
        String type = context.contentType();
        if (type == null || !JSON.matcher(type).matches()) {
            throw new RefusedException(ErrorCode.MEDIA_TYPE_UNSUPPORTED,
                    "Send the body as JSON in UTF-8, with the header Content-Type: application/json.");
        }
    }

    /** Refuses bodies with a content coding such as gzip, and names the one that is read (RFC 9110, section 15.5.16). */
    static void requireIdentity(Context context) {
        for (String header : Collections.list(context.req().getHeaders("Content-Encoding"))) {
            for (String coding : header.split(",", -1)) {
                if (!coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY)) {
                    context.header("Accept-Encoding", IDENTITY);
                    throw new RefusedException(ErrorCode.CONTENT_ENCODING_UNSUPPORTED,
                            "Send the body as it is, without the header Content-Encoding.");
                }
            }
        }
    }

    /** Refuses a query with malformed percent-encoding, bytes that are not UTF-8, or characters that PostgreSQL cannot store. */
    static void requireReadableQuery(Context context) {
        String query = context.queryString();
        if (query != null && NO_OCTET.matcher(query).find()) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The query holds a % without two hex digits.");
        }
        if (query != null && !PercentEncoding.isUtf8(query)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The query holds bytes that are not UTF-8.");
        }
        context.queryParamMap().forEach((name, values) -> {
            StorableText.require("The name of a query parameter", name);
            values.forEach(value -> StorableText.require("The query parameter " + name, value));
        });
    }

    /** Refuses unknown query parameters: ignoring a misspelt condition would return too much. */
    static void requireOnly(Context context, Set<String> known) {
        if (!known.containsAll(context.queryParamMap().keySet())) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, known.isEmpty()
                    ? "No parameters mean anything here."
                    : "Only these parameters mean something here: " + String.join(", ", new TreeSet<>(known)) + ".");
        }
        if (context.queryParamMap().values().stream().anyMatch(values -> values.size() > 1)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "A parameter is given twice.");
        }
    }

    /** Parses a UUID of 36 characters in either case (RFC 9562, section 4); this server writes lower case. */
    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
