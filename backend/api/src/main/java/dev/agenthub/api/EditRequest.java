package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an agent's action with other arguments, and the same attachments, in place of the request that waits.
 *
 * <p>The server reads this body as canonical JSON (RFC 8785), and keeps what it says to
 * the last digit, so a number that can't be kept exactly is refused.
 *
 * @param arguments all of them, as the tool's schema wants them; others than the request has
 * @param reason why, for the log, the agent and the approvers: one to 2,000 characters
 */
public record EditRequest(Map<String, @Nullable Object> arguments, String reason) {

    public EditRequest {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(Check.present("arguments", arguments)));
        reason = Check.text("reason", reason, 2_000);
    }
}
