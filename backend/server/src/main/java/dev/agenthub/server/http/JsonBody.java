package dev.agenthub.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Headers;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.api.ShownOnce;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
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

/**
 * Reads JSON request bodies into the API's records, and writes records as JSON answers. Strict: an unknown member of an object is refused.
 */
public final class JsonBody {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addModule(new SimpleModule().addDeserializer(UUID.class, new UuidReader())
                    .setDeserializerModifier(WordReader.ofEveryEnum()))
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(
                    JsonInclude.Include.NON_NULL))
            .build();

    private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    private static final Pattern NO_OCTET = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private JsonBody() {}

    /**
     * The request's body as that record.
     *
     * @throws RefusedException REQUEST_MALFORMED, naming the member but not its value; TEXT_NOT_STORABLE
     */
    static <T> T read(Context context, Class<T> type) {
        byte[] body = body(context);
        // Jackson alone would let half a surrogate pair and U+0000 through, which no row and no event can hold.
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

    /** The bytes of the body of a call whose operation takes one. */
    static byte[] body(Context context) {
        return Admission.body(context).bytes();
    }

    /** An answer with this record. */
    public static Reply reply(int status, Object value) {
        return new Reply(status, null, MAPPER.writeValueAsString(value),
                value instanceof ShownOnce secret ? secret.withoutSecret() : null);
    }

    /**
     * An answer with what was done, or with 202 and what was proposed.
     *
     * @param shown makes of what was done what the caller gets
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

    /** Of all that makes a call this one and no other: what is called and the body, however that is spelled. */
    static Hash requestHash(Context context) {
        byte[] body = body(context);
        try {
            body = body.length == 0 ? body : JsonValue.parse(body).canonicalBytes();
        } catch (EvidenceException _) {
            // Whoever reads it says what is wrong with it.
        }
        String query = context.queryString();
        return Hash.sha256((context.method() + " " + context.path() + "?" + (query == null ? "" : query) + "\n")
                .getBytes(StandardCharsets.UTF_8), body);
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Refuses two credentials: which of them is meant, another program on the way may have read otherwise. */
    static void requireOneCaller(Context context) {
        if (Collections.list(context.req().getHeaders("Authorization")).size() > 1) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "Authorization comes once.");
        }
    }

    /** Refuses a body that does not call itself JSON: a page of another site can send any other type without being asked (CORS). */
    static void requireJson(Context context) {
        String type = context.contentType();
        if (type == null || !JSON.matcher(type).matches()) {
            throw new RefusedException(ErrorCode.MEDIA_TYPE_UNSUPPORTED,
                    "Send the body as JSON in UTF-8, with the header Content-Type: application/json.");
        }
    }

    /** Refuses a query that would be read as something else than was written, or that no row can hold. */
    static void requireReadableQuery(Context context) {
        String query = context.queryString();
        if (query != null && NO_OCTET.matcher(query).find()) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The query holds a % without two hex digits.");
        }
        context.queryParamMap().forEach((name, values) -> {
            StorableText.require("The name of a query parameter", name);
            values.forEach(value -> StorableText.require("The query parameter " + name, value));
        });
    }

    /** Refuses parameters that mean nothing here: a condition that is not understood would let too much through. */
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

    /** The 36 characters of RFC 9562 in either case, as it asks of input; this server writes the lower one. */
    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equalsIgnoreCase(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
