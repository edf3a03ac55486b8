package dev.agenthub.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's manifest, to be looked at or installed.
 *
 * <p>The server reads this body as canonical JSON (RFC 8785), and keeps what it says to the last digit.
 *
 * @param manifest as the schema {@code Manifest} wants it
 * @param digest the one that the preview showed: without it, or with another one, what installs
 *        or updates is refused with 409 {@code MANIFEST_CHANGED}. A preview needs none
 * @param replaces the digest of the manifest that an update takes the place of, without which it is refused in the same way; null elsewhere
 */
public record ManifestRequest(Map<String, @Nullable Object> manifest, @Nullable String digest,
        @Nullable String replaces) {

    public ManifestRequest {
        manifest = Collections.unmodifiableMap(new LinkedHashMap<>(Check.present("manifest", manifest)));
        if (digest != null) {
            digest = Check.hash("digest", digest);
        }
        if (replaces != null) {
            replaces = Check.hash("replaces", replaces);
        }
    }
}
