package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces an agent's pending request by one with other arguments and the same attachments.
 *
 * <p>The server reads this body as canonical JSON (RFC 8785), and keeps every number exactly; a number that cannot be kept exactly is
 * refused.
 *
 * @param arguments all arguments, valid under the tool's schema, and different from those of the request
 * @param reason why, for the log, the agent and the approvers: one to 2,000 characters
 */
public record EditRequest(Map<String, @Nullable Object> arguments, String reason) {

    public EditRequest {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(Check.present("arguments", arguments)));
        reason = Check.text("reason", reason, 2_000);
    }
}
