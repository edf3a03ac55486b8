package dev.agenthub.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.ProposedChange;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.governance.Outcome;
import dev.agenthub.server.StorableText;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads what callers send into the API's records and writes those back, strictly: an unknown member is a misunderstanding. */
final class Wire {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(
                    JsonInclude.Include.NON_NULL))
            .build();

    private static final Pattern NO_OCTET = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private Wire() {}

    /**
     * The request's body as that record.
     *
     * @throws RefusedException REQUEST_MALFORMED, naming the member but not its value; TEXT_NOT_STORABLE
     */
    static <T> T read(Context context, Class<T> type) {
        byte[] body = context.bodyAsBytes();
        // Jackson alone would let half a surrogate pair and U+0000 through, which no row and no event can hold.
        StorableText.parse(body, ErrorCode.REQUEST_MALFORMED);
        T value;
        try {
            value = MAPPER.readValue(body, type);
        } catch (JacksonException e) {
            Throwable cause = e.getCause();
            String detail = cause instanceof IllegalArgumentException
                    ? cause.getMessage()
                    : "The body is not a " + type.getSimpleName() + ".";
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, detail, e);
        }
        if (value == null) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "The body is null.");
        }
        return value;
    }

    static void write(Context context, int status, Object value) {
        context.status(status).contentType("application/json").result(MAPPER.writeValueAsBytes(value));
    }

    /**
     * Writes what was done with its status, or what was proposed with 202.
     *
     * @param shown makes of what was done what the caller gets
     */
    static <T, S> void writeOutcome(Context context, int status, Outcome<T> outcome, Function<T, S> shown) {
        switch (outcome) {
            case Outcome.Done<T>(T result) -> write(context, status, shown.apply(result));
            case Outcome.Proposed<T>(ProposedChange change) -> {
                context.header("Location", "/v1/requests/" + change.request());
                write(context, 202, change);
            }
        }
    }

    static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(value);
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

    /** Only the one spelling that this server writes. */
    static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text)).filter(id -> id.toString().equals(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
