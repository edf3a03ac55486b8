package dev.agenthub.server.agents;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonBoolean;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.PercentEncoding;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.egress.AllowedAddresses;
import dev.agenthub.server.connectors.egress.CallHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The outbound HTTP call of a tool, with placeholders for arguments:
 * {@code {"$arg":"<JSON Pointer>"}} in body and headers, {@code {name}} in the path.
 *
 * @param body null where the call has none
 * @param form the fields of an application/x-www-form-urlencoded body; null where the body is none
 * @param attachments how the call carries files; null where it carries none
 */
public record CallTemplate(String method, String path, Map<String, JsonValue> headers, @Nullable JsonValue body,
        @Nullable JsonObject form, @Nullable AttachmentForm attachments) {

    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final Pattern HEADER_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_.-]+)}");

    public CallTemplate {
        headers = Map.copyOf(headers);
        if (!METHODS.contains(method)) {
            throw new IllegalArgumentException("method is one of " + METHODS.stream().sorted().toList());
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path starts with /");
        }
        for (String name : headers.keySet()) {
            if (!HEADER_NAME.matcher(name).matches() || CallHeaders.isReserved(name)
                    || name.equalsIgnoreCase(IDEMPOTENCY_KEY)) {
                throw new IllegalArgumentException("A tool can't set the header " + name);
            }
        }
        if (body != null && method.equals("GET")) {
            throw new IllegalArgumentException("A GET has no body");
        }
        if (form != null) {
            requireRoomForForm(method, headers.keySet(), body, attachments);
        }
        if (attachments != null) {
            requireRoomForFiles(method, headers.keySet(), body, attachments);
        }
    }

    private static void requireRoomForForm(String method, Set<String> headers, @Nullable JsonValue body,
            @Nullable AttachmentForm attachments) {
        if (!WITH_BODY.contains(method)) {
            throw new IllegalArgumentException("A call with a form has one of the methods " + WITH_BODY);
        }
        if (hasContentType(headers)) {
            throw new IllegalArgumentException("A call with a form can't set the header Content-Type");
        }
        if (body != null || attachments != null) {
            throw new IllegalArgumentException("A call with a form has neither another body nor attachments");
        }
    }

    private static boolean hasContentType(Set<String> headers) {
        return headers.stream().anyMatch(CONTENT_TYPE::equalsIgnoreCase);
    }

    private static void requireRoomForFiles(String method, Set<String> headers, @Nullable JsonValue body,
            AttachmentForm attachments) {
        if (!WITH_BODY.contains(method)) {
            throw new IllegalArgumentException("A call with attachments has one of the methods " + WITH_BODY);
        }
        if (hasContentType(headers)) {
            throw new IllegalArgumentException("A call with attachments can't set the header Content-Type");
        }
        if (body != null && attachments instanceof AttachmentForm.Body) {
            throw new IllegalArgumentException("A call whose attachment is its body has no other body");
        }
    }

    static CallTemplate of(JsonObject http) {
        Map<String, JsonValue> headers = http.get("headers") == null ? Map.of() : http.object("headers").members();
        JsonValue body = http.get("body");
        return new CallTemplate(http.string("method"), http.string("path"), headers,
                body instanceof JsonNull ? null : body, http.get("form") == null ? null : http.object("form"),
                http.get(AttachmentForm.MEMBER) == null
                        ? null
                        : AttachmentForm.of(http.object(AttachmentForm.MEMBER)));
    }

    /**
     * Fills in the arguments.
     *
     * @return the member {@code http} of a payload
     * @param files how many files go with the call
     * @param baseUrl the connector's
     * @param idempotencyKey sent to the provider, which can recognize a repeated call by it
     * @throws RefusedException ARGUMENTS_INVALID where an argument does not fit its
     *        placeholder, ATTACHMENTS_REFUSED where the call cannot carry so many files
     */
    public JsonObject render(String baseUrl, JsonObject arguments, String idempotencyKey, int files) {
        JsonObject.Builder rendered = JsonObject.builder();
        headers.forEach((name, value) -> {
            JsonValue filled = fill(value, arguments);
            if (filled != null) {
                rendered.put(name, headerValue(name, filled));
            }
        });
        rendered.put(IDEMPOTENCY_KEY, idempotencyKey);
        JsonValue filled = body == null ? null : fill(body, arguments);
        if (form != null) {
            rendered.put(CONTENT_TYPE, "application/x-www-form-urlencoded");
            filled = new JsonString(encoded(form, arguments));
        }
        JsonObject.Builder call = JsonObject.builder().put("body", filled == null ? JsonNull.NULL : filled)
                .put("headers", rendered.build())
                .put("method", method).put("url", url(baseUrl, arguments));
        requireFiles(files, filled != null && !(filled instanceof JsonNull));
        return (attachments == null ? call : call.put(AttachmentForm.MEMBER, attachments.json())).build();
    }

    private void requireFiles(int files, boolean hasBody) {
        try {
            if (attachments != null) {
                attachments.require(files, hasBody);
            } else if (files > 0) {
                throw new IllegalArgumentException("It sends no attachments.");
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.ATTACHMENTS_REFUSED, e.getMessage(), e);
        }
    }

    /** The value with its placeholders replaced; null where it is a placeholder whose argument is absent. */
    private static @Nullable JsonValue fill(JsonValue value, JsonObject arguments) {
        return switch (value) {
            case JsonObject object when object.members().size() == 1
                    && object.get("$arg") instanceof JsonString(String pointer) ->
                JsonPointer.find(arguments, pointer);
            case JsonObject object -> {
                JsonObject.Builder filled = JsonObject.builder();
                object.members().forEach((name, member) -> {
                    JsonValue child = fill(member, arguments);
                    if (child != null) {
                        filled.put(name, child);
                    }
                });
                yield filled.build();
            }
            case JsonArray(List<JsonValue> items) -> {
                List<JsonValue> filled = new ArrayList<>();
                for (JsonValue item : items) {
                    JsonValue child = fill(item, arguments);
                    if (child != null) {
                        filled.add(child);
                    }
                }
                yield new JsonArray(filled);
            }
            default -> value;
        };
    }

    /** The form's fields that have a value, in the template's order; a space is %20, which every parser accepts. */
    private static String encoded(JsonObject form, JsonObject arguments) {
        List<String> fields = new ArrayList<>();
        form.members().forEach((name, value) -> {
            JsonValue filled = fill(value, arguments);
            if (filled != null) {
                String text = scalar(filled);
                if (text == null) {
                    throw invalid("The field " + name + " of the form takes one text, number, true or false.");
                }
                fields.add(unreserved(name) + "=" + unreserved(text));
            }
        });
        return String.join("&", fields);
    }

    private static String unreserved(String text) {
        return PercentEncoding.encode(text, c -> Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
    }

    private static String headerValue(String name, JsonValue value) {
        String text = scalar(value);
        if (text == null || !isOneLine(text)) {
            throw invalid("The header " + name + " takes one line of printable ASCII.");
        }
        return text;
    }

    /** Whether a header can carry the text. */
    static boolean isOneLine(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    }

    private String url(String baseUrl, JsonObject arguments) {
        Matcher places = PLACE.matcher(path);
        String filled = places.replaceAll(place -> Matcher.quoteReplacement(segment(place.group(1), arguments)));
        String url = (baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl) + filled;
        if (!isCallable(baseUrl, url)) {
            throw invalid("The arguments make no address that can be called below the connection's: "
                    + "none of its segments holds \".\" or \"..\" between slashes or backslashes.");
        }
        return url;
    }

    /** Whether a call to the address would be sent, as it is written and below the base address. */
    static boolean isCallable(String baseUrl, String url) {
        HttpUrl base = HttpUrl.parse(baseUrl);
        return base != null
                && AllowedAddresses.asSent(url).filter(new AllowedAddresses(base, List.of())::contain).isPresent();
    }

    /** Expands a simple expression of RFC 6570; refuses a value that would change the path's segments ({@code ..}, empty). */
    private static String segment(String name, JsonObject arguments) {
        JsonValue value = arguments.get(name);
        String text = value == null ? null : scalar(value);
        if (text == null || text.isEmpty() || text.equals(".") || text.equals("..")) {
            throw invalid("The path takes as \"" + name
                    + "\" a number, true, false or a text that is not empty, \".\" or \"..\".");
        }
        return unreserved(text);
    }

    /** The one text that a value is sent as; null where it is a list, an object or null. */
    static @Nullable String scalar(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> text;
            case JsonNumber(String literal) -> literal;
            case JsonBoolean(boolean flag) -> Boolean.toString(flag);
            default -> null;
        };
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.ARGUMENTS_INVALID, detail);
    }
}
