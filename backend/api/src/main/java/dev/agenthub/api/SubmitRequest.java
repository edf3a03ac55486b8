package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent asks for an action.
 *
 * <p>The server reads this body as canonical JSON (RFC 8785), and keeps every number exactly; a number that cannot be kept exactly is
 * refused.
 *
 * @param tool the name of one of the agent's tools
 * @param arguments valid under the tool's schema: maps, lists, strings, numbers, booleans, nulls
 * @param idempotencyKey chosen by the agent, at most 200 characters, not beginning with {@code "edit of "}; the same key with the same
 *        body is the same request; null where the header Idempotency-Key says it
 * @param says what the agent wants its approvers to know, at most 4000 characters; nobody verifies it
 * @param attachments the files that go out with the action, in this order: at most 10, of 8 MiB together; only for tools that send files.
 *        Approvers see them and sign for their SHA-256
 */
public record SubmitRequest(String tool, Map<String, @Nullable Object> arguments, @Nullable String idempotencyKey,
        @Nullable String says, @Nullable List<NewAttachment> attachments) {

    /** How many files an action may have. */
    public static final int MOST_ATTACHMENTS = 10;

    /** An action without files. */
    public SubmitRequest(String tool, Map<String, @Nullable Object> arguments, @Nullable String idempotencyKey,
            @Nullable String says) {
        this(tool, arguments, idempotencyKey, says, null);
    }

    public SubmitRequest {
        tool = Check.text("tool", tool, 200);
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(Check.present("arguments", arguments)));
        if (idempotencyKey != null) {
            idempotencyKey = Check.text("idempotencyKey", idempotencyKey, 200);
        }
        if (says != null) {
            says = Check.atMost("says", says, 4000);
        }
        if (attachments != null) {
            attachments = Check.list("attachments", attachments, MOST_ATTACHMENTS);
        }
    }
}
