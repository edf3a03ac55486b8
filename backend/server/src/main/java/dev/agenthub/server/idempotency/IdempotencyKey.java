package dev.agenthub.server.idempotency;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Headers;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The key by which a caller identifies a call, so that it can be repeated: 1 to 200 printable ASCII characters.
 *
 * <p>The header is a string of RFC 8941 (draft-ietf-httpapi-idempotency-key-header), in quotation marks; a key
 * without space, quotation mark, comma, semicolon and backslash may be sent without them, and is the same key.
 */
public record IdempotencyKey(String text) {
    private static final int LONGEST = 200;
    private static final Pattern BARE = Pattern.compile("[!#-+\\--:<-\\[\\]-~]+");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    /**
     * Parses the header.
     *
     * @param headers all headers of that name
     * @return empty where there is none
     * @throws RefusedException REQUEST_MALFORMED; its detail does not repeat the header
     */
    public static Optional<IdempotencyKey> of(List<String> headers) {
        return switch (headers.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(new IdempotencyKey(text(headers.getFirst().strip())));
            default -> throw malformed("comes once");
        };
    }

    private static String text(String header) {
        var quoted = QUOTED.matcher(header);
        if (!quoted.matches() && !BARE.matcher(header).matches()) {
            throw malformed("is a string of printable ASCII characters in quotation marks");
        }
        String text = quoted.matches() ? ESCAPED.matcher(quoted.group(1)).replaceAll("$1") : header;
        if (text.isEmpty() || text.length() > LONGEST) {
            throw malformed("has 1 to " + LONGEST + " characters");
        }
        return text;
    }

    private static RefusedException malformed(String rule) {
        return new RefusedException(ErrorCode.REQUEST_MALFORMED, Headers.IDEMPOTENCY_KEY + " " + rule + ".");
    }
}
