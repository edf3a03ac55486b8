package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An earlier action that ran with another definition of the tool than a request names, with both definitions, as information for
 * approvers. A definition is the text of which its digest is the SHA-256, in UTF-8.
 *
 * @param request the action that ran
 * @param digest of the definition that it ran with, in hex
 * @param before that definition, a JSON object; null where the backend did not keep it
 * @param now the definition that the request names, a JSON object; null where the backend did not keep it
 */
public record ToolChange(UUID request, String digest, @Nullable String before, @Nullable String now) {

    public ToolChange {
        request = Check.present("request", request);
        digest = Check.present("digest", digest);
    }
}
